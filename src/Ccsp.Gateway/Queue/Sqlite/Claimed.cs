using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>A leased task with its submission as JSON, which the caller's thread parses.</summary>
internal readonly record struct Claimed(AgentTask Task, byte[] Submission);
