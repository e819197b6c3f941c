namespace Ccsp.Gateway.Settings;

/// <summary>Any text that a program can be passed.</summary>
internal sealed class NoNulAttribute(string expected) : TextAttribute(expected)
{
    public override bool IsValid(string text) => !text.Contains('\0', StringComparison.Ordinal);
}
