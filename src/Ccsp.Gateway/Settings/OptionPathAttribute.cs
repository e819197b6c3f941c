namespace Ccsp.Gateway.Settings;

/// <summary>The key of an option that does not stand in the section of its type, or not under the name of its property.</summary>
/// <param name="path">The whole key: <c>log.level</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionPathAttribute(string path) : Attribute
{
    public string Path => path;
}
