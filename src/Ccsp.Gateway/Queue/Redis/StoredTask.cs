using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A task as it was read, with what the store keeps beside it.</summary>
/// <param name="Version">Of its document; a write says which version it rests on. 0: not stored yet.</param>
internal sealed record StoredTask(AgentTask Task, TaskStorageMetadata Metadata, long Version);
