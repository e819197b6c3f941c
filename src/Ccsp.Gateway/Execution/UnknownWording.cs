using Ccsp.Contracts;

namespace Ccsp.Gateway.Execution;

/// <param name="Wording">The words, numbers and ids replaced.</param>
/// <param name="Class">What the run was taken for.</param>
/// <param name="Count">How often.</param>
/// <param name="FirstSeen">For the first time.</param>
/// <param name="LastSeen">For the last time.</param>
/// <param name="TaskId">The task that said it last; its output holds the evidence.</param>
/// <param name="EngineVersion">The version that said it, if it reported one.</param>
internal sealed record UnknownWording(string Wording, EndingClass Class, long Count, DateTimeOffset FirstSeen, DateTimeOffset LastSeen,
    string TaskId, string? EngineVersion, int? ExitCode);
