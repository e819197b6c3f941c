using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>A task that waits for its parent.</summary>
internal readonly record struct Dependency(string Parent, string Child, ParentFailure OnFailure);
