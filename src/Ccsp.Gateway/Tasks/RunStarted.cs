namespace Ccsp.Gateway.Tasks;

/// <summary>T6.</summary>
/// <param name="Token">The lease.</param>
/// <param name="Pid">Process id of the supervisor.</param>
/// <param name="StartTime">Its start time in clock ticks since boot; with pid and boot id the identity of the process.</param>
/// <param name="BootId">The machine's boot id.</param>
/// <param name="ConversationId">Chosen by us before the start, so that the conversation can be resumed even if the process dies.</param>
internal sealed record RunStarted(string TaskId, LeaseToken Token, int Pid, long StartTime, string BootId, string? ConversationId,
    DateTimeOffset Now);
