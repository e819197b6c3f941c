namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A message that was put aside.</summary>
internal sealed record RejectedMessage(string Reason, DateTimeOffset At, string Message);
