namespace Ccsp.Gateway.Settings;

/// <summary>The key of an option outside its type's section, or with another name than its property.</summary>
/// <param name="path">The full key: <c>log.level</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionPathAttribute(string path) : Attribute
{
    public string Path => path;
}
