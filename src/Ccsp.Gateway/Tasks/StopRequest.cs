namespace Ccsp.Gateway.Tasks;

/// <summary>A stop that was asked of a leased task.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who: a caller's name, or <c>gateway</c>.</param>
/// <param name="At">When.</param>
internal sealed record StopRequest(StopReason Reason, string Actor, DateTimeOffset At);
