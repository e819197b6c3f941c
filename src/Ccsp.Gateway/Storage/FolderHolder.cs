namespace Ccsp.Gateway.Storage;

/// <summary>Who holds a data folder.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Host">Machine name.</param>
/// <param name="Url">Where it listens.</param>
/// <param name="Since">When it took the folder.</param>
internal sealed record FolderHolder(int Pid, string Host, string? Url, DateTimeOffset Since);
