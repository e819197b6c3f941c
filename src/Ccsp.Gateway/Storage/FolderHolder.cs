namespace Ccsp.Gateway.Storage;

/// <summary>The process that holds a data folder.</summary>
/// <param name="Since">When it took the folder.</param>
internal sealed record FolderHolder(int Pid, string Host, string? Url, DateTimeOffset Since);
