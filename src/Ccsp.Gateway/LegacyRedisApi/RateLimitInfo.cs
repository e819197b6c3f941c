namespace Ccsp.Gateway.LegacyRedisApi;

/// <param name="Message">One sentence.</param>
/// <param name="UnlockTime">Milliseconds since 1970.</param>
/// <param name="WaitTime">Milliseconds from the answer.</param>
internal sealed record RateLimitInfo(string Message, long UnlockTime, long WaitTime);
