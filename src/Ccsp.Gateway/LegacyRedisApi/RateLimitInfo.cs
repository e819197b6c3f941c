namespace Ccsp.Gateway.LegacyRedisApi;

/// <param name="Message">In a sentence.</param>
/// <param name="UnlockTime">Milliseconds since 1970.</param>
/// <param name="WaitTime">Milliseconds from the answer on.</param>
internal sealed record RateLimitInfo(string Message, long UnlockTime, long WaitTime);
