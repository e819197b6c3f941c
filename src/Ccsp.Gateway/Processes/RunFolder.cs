using System.Text.Json;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Processes;

/// <summary>The files of one run; supervisor.sh documents who writes which.</summary>
internal sealed record RunFolder(string Path)
{
    private static readonly string Blank = new string(' ', 127) + "\n";

    /// <summary>Bytes of the gate's first line, which the supervisor overwrites in place.</summary>
    private const int GateLine = 32;

    /// <summary>Bytes of its second line, reserved for the mark of a stop.</summary>
    private const int MarkLine = 96;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Stdin => File("stdin");
    public string Stdout => File("stdout");
    public string Stderr => File("stderr");
    private string Gate => File("gate");
    private string Process => File("process.json");
    private string Exit => File("exit.json");

    public string Spool(SpoolStream stream) => stream == SpoolStream.Stdout ? Stdout : Stderr;

    /// <summary>Creates the folder with all files the supervisor writes to.</summary>
    /// <exception cref="InvalidOperationException">A CLI was already released in this folder, so its record must not be
    /// deleted.</exception>
    /// <param name="data">The data folder that contains it.</param>
    /// <param name="stdin">The CLI's standard input.</param>
    /// <param name="files">Further files, by name.</param>
    public void Create(RootFolder data, ReadOnlySpan<byte> stdin, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        if (Directory.Exists(Path))
        {
            if (WasReleased()) throw new InvalidOperationException($"{Path} belongs to a run that was already started.");
            FolderRemoval.Remove(Path);
        }
        data.Create(Path);
        CreateFile(Stdin, stdin);
        foreach (var (name, content) in files) CreateFile(File(name), content.Span);
        CreateFile(Stdout, []);
        CreateFile(Stderr, []);
        CreateFile(File("supervisor.log"), []);
        CreateFile(Gate, "closed".PadRight(GateLine - 1) + "\n" + new string(' ', MarkLine - 1) + "\n");
        // Space for the exit record is reserved now, so that a CLI that fills the disk cannot prevent it.
        CreateFile(File("jobs"), Blank);
        CreateFile(Exit, Blank);
    }

    /// <summary>
    /// Whether the supervisor passed its start gate, so that a CLI was started or is about to be. An empty gate is left by a crash during
    /// creation, before there was a supervisor.
    /// </summary>
    public bool WasReleased() => ProcFile.ReadText(Gate) is { Length: > 0 } gate && !gate.StartsWith("closed", StringComparison.Ordinal);

    /// <returns>The CLI's process id, once it was forked.</returns>
    public int? ReadCli() => ReadGate() is [var first, ..] && int.TryParse(first, out var pid) ? pid : null;

    /// <summary>
    /// Records who ends the run and why, before the first signal and without needing space, so that a later gateway does not take the end
    /// for a crash. For stops that cannot be stored at the moment.
    /// </summary>
    /// <exception cref="IOException">The file system is not writable.</exception>
    public void WriteStop(RunStopMark mark)
    {
        var text = System.Text.Encoding.UTF8.GetBytes($"{mark.Reason} {mark.Actor.ReplaceLineEndings(" ")}");
        var line = new byte[MarkLine];
        Array.Fill(line, (byte)' ');
        text.AsSpan(0, Math.Min(text.Length, MarkLine - 1)).CopyTo(line);
        line[^1] = (byte)'\n';
        using var file = System.IO.File.OpenHandle(Gate, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, line, GateLine);
    }

    /// <returns>Null when there is no such mark.</returns>
    public RunStopMark? ReadStop() =>
        ReadGate() is [_, var second, ..] && second.Trim().Split(' ', 2) is [{ Length: > 0 } reason, .. var actor]
        ? new RunStopMark(reason, string.Concat(actor)) : null;

    /// <summary>Written by an atomic rename; not synced, because a power loss ends the process as well.</summary>
    public void WriteRecord(RunManifest record)
    {
        CreateFile(Process + ".tmp", JsonSerializer.SerializeToUtf8Bytes(record, ProcessesJson.Default.RunManifest));
        System.IO.File.Move(Process + ".tmp", Process, overwrite: true);
    }

    /// <returns>Null when it was never written, or was torn by a power loss.</returns>
    public RunManifest? ReadRecord() => Parse(Process, ProcessesJson.Default.RunManifest);

    /// <returns>Null while the run is going on. The file's modification time is the time of the end.</returns>
    public RunExit? ReadExit()
    {
        if (ReadExitRecord() is not { } exit) return null;
        var ended = new DateTimeOffset(System.IO.File.GetLastWriteTimeUtc(Exit), TimeSpan.Zero);
        return exit switch
        {
            { Deadline: true } => new RunExit.DeadlinePassed(exit.Code, exit.Signal) { EndedAt = ended },
            { Lease: true } => new RunExit.LeaseEnded { EndedAt = ended },
            { Signal: { } signal } => new RunExit.Signal(signal) { EndedAt = ended },
            { Code: { } code } => new RunExit.Code(code) { EndedAt = ended },
            _ => new RunExit.Lost("exit.json says neither code nor signal") { EndedAt = ended },
        };
    }

    /// <summary>Total bytes of both spools.</summary>
    public long OutputLength() => new FileInfo(Stdout).Length + new FileInfo(Stderr).Length;

    /// <summary>Called for every line of output, so blanks are recognized without parsing.</summary>
    private ExitRecord? ReadExitRecord()
    {
        Span<byte> line = stackalloc byte[128];
        return ProcFile.Read(Exit, line) > 0 && line[0] == '{' ? Parse(Exit, ProcessesJson.Default.ExitRecord) : null;
    }

    private string[] ReadGate() => ProcFile.ReadText(Gate)?.Split('\n') ?? [];

    private static T? Parse<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return ProcFile.ReadText(path) is { Length: > 0 } text ? JsonSerializer.Deserialize(text, type) : null;
        }
        catch (JsonException)
        {
            // Files appear atomically, so this one was torn by a power loss: treat it as missing.
            return null;
        }
    }

    private static void CreateFile(string path, string text) => CreateFile(path, System.Text.Encoding.ASCII.GetBytes(text));

    private static void CreateFile(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(content);
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
