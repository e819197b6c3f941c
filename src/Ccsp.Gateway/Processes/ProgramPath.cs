using System.Runtime.InteropServices;

namespace Ccsp.Gateway.Processes;

/// <summary>Finds programs like execvp(3) and explains why one cannot be run.</summary>
internal static class ProgramPath
{
    /// <returns>The absolute path of the first executable file of that name, or null.</returns>
    public static string? Find(string name, string path) =>
        path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(candidate => Path.IsPathRooted(candidate) && WhyNot(candidate) is null);

    /// <returns>Null when the file is executable, otherwise the reason.</returns>
    public static string? WhyNot(string file)
    {
        if (Directory.Exists(file)) return $"{file} is a folder";
        if (!File.Exists(file)) return $"{file} does not exist";
        return NativeMethods.Access(file, NativeMethods.X_OK) == 0
            ? null
            : $"{file} may not be executed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";
    }
}
