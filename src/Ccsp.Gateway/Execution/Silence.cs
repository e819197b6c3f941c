using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Execution;

/// <summary>A period without output.</summary>
/// <param name="Since">On the boot-time clock.</param>
/// <param name="Limit">How long it may last.</param>
/// <param name="Reason">Which limit it is.</param>
internal sealed record Silence(TimeSpan Since, TimeSpan Limit, StopReason Reason);
