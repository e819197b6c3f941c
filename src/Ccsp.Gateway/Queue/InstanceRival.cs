namespace Ccsp.Gateway.Queue;

/// <summary>A process that goes under the id of an instance which belongs to another; it starts nothing.</summary>
/// <param name="SeenAt">When it asked last.</param>
internal sealed record InstanceRival(string Nonce, string Host, int Pid, string? Url, string Folder, DateTimeOffset SeenAt);
