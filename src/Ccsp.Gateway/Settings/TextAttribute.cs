namespace Ccsp.Gateway.Settings;

/// <summary>What the text of an option must be, or each text of its list.</summary>
/// <param name="expected">For messages: “a directory”.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class TextAttribute(string expected) : Attribute
{
    public string Expected => expected;

    public PathPart Path { get; init; }

    public abstract bool IsValid(string text);
}
