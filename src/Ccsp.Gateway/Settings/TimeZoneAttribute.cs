namespace Ccsp.Gateway.Settings;

internal sealed class TimeZoneAttribute(string example) : TextAttribute($"a time zone such as {example}")
{
    public override bool IsValid(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _);
}
