namespace Ccsp.Gateway.Duties;

/// <summary>
/// What the instance that leads does for all of them; made anew for each term, with nothing remembered from an earlier one.
/// </summary>
internal sealed record LeaderDuty(Duty Duty);
