namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A rejected message, kept for people.</summary>
internal sealed record RejectedMessage(string Reason, DateTimeOffset At, string Message);
