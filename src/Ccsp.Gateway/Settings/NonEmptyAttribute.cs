namespace Ccsp.Gateway.Settings;

/// <summary>Any text that is not empty.</summary>
internal sealed class NonEmptyAttribute(string expected) : TextAttribute(expected)
{
    public override bool IsValid(string text) => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0', StringComparison.Ordinal);
}
