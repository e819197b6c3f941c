namespace Ccsp.Gateway.Execution;

/// <summary>What a task needs is not there any more: a file, an engine, a profile. No run of it can begin; the message says why.</summary>
internal sealed class CannotStart(string reason) : Exception(reason);
