using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>
/// Resolves the paths in a value: <c>~/</c> is the home directory, and a relative path becomes absolute so that it does not depend on its
/// later reader.
/// </summary>
internal static class OptionPaths
{
    private const string SecretFile = "secret:file:";

    /// <returns>The resolved value, or what is wrong with it.</returns>
    public static (ConfigValue Value, string? Problem) Resolve(ConfigValue value, OptionKey key, OptionsInput input)
    {
        string? problem = null;
        if (value.Text.StartsWith(SecretFile, StringComparison.Ordinal) && key.HoldsSecret)
            return (value with { Text = SecretFile + Read(value.Text[SecretFile.Length..], relative: true) }, problem);
        if (key.Path == PathPart.None || value.Shape is Shape.Number or Shape.Flag or Shape.Object)
            return (value, null);
        var items = value.Items
            ?? (key.TakesList && value.Shape == Shape.Untyped ? value.Text.Split(':', StringSplitOptions.RemoveEmptyEntries) : null);
        var resolved = items is null
            ? value with { Text = Read(value.Text, Relative(value.Text)) }
            : value with
            {
                Items = [.. items.Select((item, i) => i == 0 || key.Path == PathPart.Items ? Read(item, Relative(item)) : item)],
            };
        if (key.Path == PathPart.Folder
            && value.Source.Layer == Layer.File
            && input.IsForEveryDirectory(value.Source.Name)
            && value.Text is not ['/' or '~', ..])
            problem = "must be absolute or begin with ~/ here: this file is read from every directory";
        return (resolved, problem);

        bool Relative(string path) =>
            key.Path == PathPart.Folder || (key.Path == PathPart.Program && path.Contains('/', StringComparison.Ordinal));

        string Read(string path, bool relative)
        {
            if (path is ['~', ..] && path.Length > 1 && path[1] != '/')
                problem = $"{path.Split('/')[0]} is not looked up; write the whole path";
            else if (path is ['~', ..] && input.HomePath(path[1..].TrimStart('/')) is { } expanded)
                return expanded;
            else if (path is ['~', ..])
                problem = "~ stands for the home directory, and HOME is not set";
            else if (relative && path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal))
                return input.Absolute(path) is { } absolute ? Path.TrimEndingDirectorySeparator(absolute) : Missing(path);
            return path;
        }

        string Missing(string path)
        {
            problem = "is relative to the working directory, which does not exist any more; write an absolute path";
            return path;
        }
    }
}
