using System.Text;
using System.Text.RegularExpressions;

namespace Ccsp.Gateway.Processes;

/// <summary>Checks what no program can be passed. Callers validate user input, so a failure here is a bug.</summary>
internal static partial class CommandCheck
{
    public static void Throw(SupervisedCommand command)
    {
        if (!Token().IsMatch(command.Marker))
            throw new ArgumentException($"The marker '{command.Marker}' is not a plain token.", nameof(command));
        if (!Path.IsPathRooted(command.Directory))
            throw new ArgumentException($"The run folder '{command.Directory}' is not absolute.", nameof(command));
        if (command.Deadline < TimeSpan.FromMilliseconds(1))
            throw new ArgumentException("The deadline is not in the future.", nameof(command));
        foreach (var (name, value) in command.Environment)
        {
            // The shell would drop the variable silently. The message omits values: they may be secrets.
            if (!VariableName().IsMatch(name))
                throw new ArgumentException($"The variable name '{name}' is not an identifier.", nameof(command));
            if (value.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"The variable '{name}' holds a NUL.", nameof(command));
        }
        for (var index = 0; index < command.Arguments.Count; index++)
            if (command.Arguments[index].Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException($"Argument {index} holds a NUL.", nameof(command));
    }

    /// <summary>Checks in advance what execve(2) would refuse, because a supervisor can no longer report it.</summary>
    /// <returns>Null when it fits, otherwise the reason.</returns>
    public static string? TooLong(SupervisedCommand command, string program)
    {
        // Each string ends with NUL and needs a pointer.
        const int textMax = 32 * 4096, pointer = 8, reserve = 4096;
        var texts = command.Arguments.Append(program)
            .Concat(command.Environment.Select(variable => $"{variable.Key}={variable.Value}"))
            .Select(text => Encoding.UTF8.GetByteCount(text) + 1)
            .ToList();
        if (texts.Max() > textMax) return $"One argument or variable is longer than the {textMax} bytes the system passes on.";
        var limit = NativeMethods.SystemConfiguration(NativeMethods.SC_ARG_MAX);
        return texts.Sum(length => (long)length + pointer) + reserve > limit
            ? $"Arguments and environment together are longer than the {limit} bytes the system passes on."
            : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,128}\z")]
    private static partial Regex Token();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex VariableName();
}
