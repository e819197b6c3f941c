using Ccsp.Contracts;

namespace Ccsp.Gateway.Queue.Sqlite;

/// <summary>An edge from a parent to the task that waits for it.</summary>
internal readonly record struct Dependency(string Parent, string Child, ParentFailure OnFailure);
