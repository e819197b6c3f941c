namespace Ccsp.Gateway.Settings;

/// <summary>A value that may be confidential: literal, or a reference to where it is stored. ToString never shows the secret.</summary>
internal abstract record Secret
{
    /// <summary>For messages.</summary>
    public const string Expected = "a text, or a reference: secret:env:NAME, secret:file:PATH, secret:exec:COMMAND";

    private const string Prefix = "secret:";

    private Secret()
    {
    }

    internal sealed record Literal(string Value) : Secret
    {
        public override string ToString() => Mask.Of(Value);
    }

    internal sealed record FromEnvironment(string Name) : Secret
    {
        public override string ToString() => $"{Prefix}env:{Name}";
    }

    internal sealed record FromFile(string Path) : Secret
    {
        public override string ToString() => $"{Prefix}file:{Path}";
    }

    /// <summary>A program and its arguments, split at white space; no shell is involved.</summary>
    internal sealed record FromCommand(string Command) : Secret
    {
        public override string ToString() => $"{Prefix}exec:{Command}";
    }

    /// <returns>Null when the text starts like a reference but is not valid.</returns>
    public static Secret? Parse(string text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
            return new Literal(text);
        var colon = text.IndexOf(':', Prefix.Length);
        var target = colon < 0 ? "" : text[(colon + 1)..];
        return string.IsNullOrWhiteSpace(target) ? null : text[Prefix.Length..colon] switch
        {
            "env" => new FromEnvironment(target),
            "file" => new FromFile(target),
            "exec" => new FromCommand(target),
            _ => null,
        };
    }
}
