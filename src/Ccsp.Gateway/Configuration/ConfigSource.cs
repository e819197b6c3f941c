using System.Globalization;

namespace Ccsp.Gateway.Configuration;

/// <summary>Where a value was written.</summary>
/// <param name="Name">The file, the variable or the flag.</param>
/// <param name="Line">1-based, for files.</param>
/// <param name="Column">1-based, for files with columns.</param>
/// <param name="IsPrivate">Whether the source may contain secrets.</param>
internal sealed record ConfigSource(Layer Layer, string Name, int? Line = null, int? Column = null, bool IsPrivate = true)
{
    public static ConfigSource Default { get; } = new(Layer.Default, "default");

    public override string ToString()
    {
        var place = Layer == Layer.Environment ? $"environment {Name}" : Name;
        if (Line is { } line)
            place += string.Create(CultureInfo.InvariantCulture, $":{line}");
        return Column is { } column ? place + string.Create(CultureInfo.InvariantCulture, $":{column}") : place;
    }
}
