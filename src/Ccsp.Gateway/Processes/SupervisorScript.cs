using System.Globalization;

namespace Ccsp.Gateway.Processes;

/// <summary>The script that is the supervisor, and the command line that starts it.</summary>
internal sealed class SupervisorScript(Tools tools, string path)
{
    /// <summary>Writes the script under the data folder; a name that is there already is replaced by a rename.</summary>
    public static SupervisorScript Install(Tools tools, string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "supervisor.sh");
        Directory.CreateDirectory(dataDirectory);
        using (var source = typeof(SupervisorScript).Assembly.GetManifestResourceStream("supervisor.sh")!)
        using (var target = File.Create(path + ".tmp"))
            source.CopyTo(target);
        File.Move(path + ".tmp", path, overwrite: true);
        return new SupervisorScript(tools, path);
    }

    public string Program => tools.Setsid;

    public IEnumerable<string> Arguments(RunCommand command, string program, IReadOnlyList<string> groups) =>
    [
        tools.Timeout, "--foreground", "-s", "USR1", command.Deadline.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        tools.Shell, path,
        command.Directory,
        ((long)command.DeadlineGrace.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        // env would take a path with an equals sign for a variable.
        program.Contains('=', StringComparison.Ordinal) ? "" : tools.Env,
        tools.Sleep, tools.Sync, tools.Move,
        groups is [var group, ..] ? Path.Combine(group, "cgroup.kill") : "",
        .. groups, "--",
        program, .. command.Arguments,
    ];
}
