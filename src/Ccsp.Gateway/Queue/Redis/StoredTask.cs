using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>A task with its storage metadata.</summary>
/// <param name="Version">Version of its document, guarded by writes; 0 means not stored yet.</param>
internal sealed record StoredTask(AgentTask Task, TaskStorageMetadata Metadata, long Version);
