namespace Ccsp.Gateway.Tasks;

/// <summary>A stop that was asked of a leased task.</summary>
/// <param name="Actor">Who: a caller's name, or <c>gateway</c>.</param>
internal sealed record StopRequest(StopReason Reason, string Actor, DateTimeOffset At);
