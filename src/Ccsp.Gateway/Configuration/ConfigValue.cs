using System.Globalization;

namespace Ccsp.Gateway.Configuration;

/// <summary>Which layer said something; a later one wins.</summary>
internal enum Layer
{
    Default,
    File,
    DotEnv,
    Environment,
    Flag,
}

/// <summary>Where a value was written.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Name">The file, the variable or the flag.</param>
/// <param name="Line">1-based, in files.</param>
/// <param name="Column">1-based, in files that have columns.</param>
/// <param name="IsPrivate">Whether secrets may be written out there.</param>
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

internal enum Shape
{
    /// <summary>Text whose type the key decides: from the environment or a flag.</summary>
    Untyped,
    Text,
    Number,
    Flag,
    List,

    /// <summary>An object that names something, such as one engine.</summary>
    Object,
}

/// <summary>One value as it was written.</summary>
/// <param name="Path">For example <c>timeouts.runSeconds</c>.</param>
/// <param name="Text">The value; a list's items are in <paramref name="Items"/>.</param>
internal sealed record ConfigValue(string Path, Shape Shape, string Text, ConfigSource Source, IReadOnlyList<string>? Items = null);

/// <summary>Something that stops the start.</summary>
/// <param name="Source">Where it was written.</param>
/// <param name="Path">The key it is about; empty where it is about the whole source.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record ConfigFinding(ConfigSource Source, string Path, string Message)
{
    public override string ToString() => Path.Length == 0 ? $"{Source}: {Message}" : $"{Source}: {Path}: {Message}";
}
