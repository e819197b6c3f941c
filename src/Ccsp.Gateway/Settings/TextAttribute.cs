using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Settings;

/// <summary>The rule for an option's text, or for each text of its list.</summary>
/// <param name="expected">For messages: “a directory”.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class TextAttribute(string expected) : ValidationAttribute
{
    public string Expected => expected;

    public PathPart Path { get; init; }

    public abstract bool IsValid(string text);

    public sealed override bool IsValid(object? value) => value is string text && IsValid(text);
}
