namespace Ccsp.Gateway.Execution;

/// <summary>Something the task needs is gone: a file, an engine, a profile. No run of it can begin; the message says why.</summary>
internal sealed class CannotStart(string reason) : Exception(reason);
