using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Checks the interpreter of a script. A missing one would show only as an exit code that might be the script's own, so it is checked
/// before the start.
/// </summary>
internal static class ScriptInterpreter
{
    /// <summary>The kernel reads no more of the first line.</summary>
    private const int FirstLine = 256;

    /// <param name="program">An executable file.</param>
    /// <param name="path">The PATH of the start, for <c>#!/usr/bin/env NAME</c>; null: none.</param>
    /// <returns>Null when it can run, is not a script, or cannot be checked.</returns>
    public static string? WhyNot(string program, string? path)
    {
        if (Line(program) is not { } line)
            return null;
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words is not [['/', ..] interpreter, .. var arguments])
            return null;
        if (ProgramPath.WhyNot(interpreter) is { } reason)
            return $"{program} is run by {interpreter}, but {reason}";
        var name = Path.GetFileName(interpreter) == "env" ? arguments.FirstOrDefault(word => word != "-S") : null;
        // Other options and variables of env are not checked.
        if (name is null or ['-', ..] || path is null || name.Contains('=', StringComparison.Ordinal)
            || name.Contains('/', StringComparison.Ordinal))
            return null;
        return ProgramPath.Find(name, path) is null ? $"{program} is run by {name}, which is not on the PATH {path}" : null;
    }

    private static string? Line(string program)
    {
        var begin = new byte[FirstLine];
        int length;
        try
        {
            using var file = File.OpenHandle(program);
            length = RandomAccess.Read(file, begin, 0);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // Executable but not readable.
            return null;
        }

        var text = begin.AsSpan(0, length);
        if (!text.StartsWith("#!"u8) || text.IndexOf((byte)'\n') is not (> 0 and var end))
            return null;
        return Encoding.UTF8.GetString(text[2..end]);
    }
}
