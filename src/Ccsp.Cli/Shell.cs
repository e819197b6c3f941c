using System.Text;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Processes;

namespace Ccsp.Cli;

/// <summary>
/// The process's surroundings: streams, environment, directory, clock. Commands use it instead of the console, so that tests can replace
/// them.
/// </summary>
internal sealed class Shell
{
    /// <summary>For results. On a terminal, control characters of foreign text are neutralized.</summary>
    public TextWriter Out => field ??= IsOutTerminal ? new SafeText(RawOut) : RawOut;

    /// <summary>For everything else, always neutralized: what goes to a file or a journal is shown on a terminal some day.</summary>
    public TextWriter Error => field ??= new SafeText(RawError);

    /// <summary>Standard output with this program's own colours; foreign text must pass through <see cref="PlainText"/>.</summary>
    public required TextWriter RawOut { get; init; }

    public required TextWriter RawError { get; init; }

    /// <summary>Standard input, output and error as bytes.</summary>
    public required Func<Stream> InBytes { get; init; }

    public required Func<Stream> OutBytes { get; init; }

    public required Func<Stream> ErrorBytes { get; init; }

    /// <summary>Whether stdin is a terminal.</summary>
    public bool IsInTerminal { get; init; }

    public bool IsOutTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    /// <summary>Columns of the terminal on stdout.</summary>
    public int Width { get; init; } = 80;

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Null when the process's working directory has been deleted.</summary>
    public required string? CurrentDirectory { get; init; }

    /// <summary>For operations that need one.</summary>
    /// <exception cref="CliFailure">It no longer exists.</exception>
    public string WorkingDirectory => CurrentDirectory
        ?? throw new CliFailure(
            "the current directory does not exist any more; change to one that does, or give absolute paths", ExitCodes.Failed);

    /// <summary>The user's home directory; null: neither HOME nor the account has one.</summary>
    public string? Home { get; init; }

    /// <summary>Runs before a second interrupt ends the process.</summary>
    public ExitHook ExitHook { get; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Colours are used only on a terminal; NO_COLOR, whatever its value, and TERM=dumb disable them.</summary>
    public bool Colours => !IsSet("NO_COLOR") && Environment.GetValueOrDefault("TERM") != "dumb";

    /// <summary>A variable, or the content of the file named by its <c>_FILE</c> form; null when neither is set or it is empty.</summary>
    public string? Variable(string name)
    {
        if (IsSet(name))
            return Environment[name];
        if (!IsSet(name + "_FILE"))
            return null;
        var path = Absolute(Environment[name + "_FILE"]);
        try
        {
            return SettingsFile.ReadText(path).TrimEnd('\r', '\n');
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw CliFailure.Usage($"{name}_FILE names {path}, which cannot be read: {FileProblem.Of(ex, path)}");
        }
    }

    public static Shell OfProcess() => new()
    {
        RawOut = WriterOf(1),
        RawError = new ErrorWriter(WriterOf(2)),
        InBytes = StandardInputReader.Open,
        OutBytes = () => new StandardOutput(1),
        ErrorBytes = () => new StandardOutput(2),
        IsInTerminal = !Console.IsInputRedirected,
        IsOutTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
        Width = TerminalWidth.Read() ?? 80,
        Environment = OwnEnvironment.Read(),
        CurrentDirectory = FindCurrentDirectory(),
        Home = FindHome(),
    };

    /// <summary>Resolves a path: <c>~/</c> is the home directory, and a relative path needs a working directory.</summary>
    public string Absolute(string path) => path switch
    {
        "~" or ['~', '/', ..] when Home is { } home => Path.GetFullPath(Path.Combine(home, path[1..].TrimStart('/'))),
        ['/', ..] => Path.GetFullPath(path),
        _ => Path.GetFullPath(path, WorkingDirectory),
    };

    /// <summary>The sources of the configuration.</summary>
    public OptionsInput Configuration() => new() { WorkingDirectory = CurrentDirectory, Home = Home, Environment = Environment };

    private static string? FindCurrentDirectory()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? FindHome() =>
        System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null;

    private static TextWriter WriterOf(int descriptor) => TextWriter.Synchronized(
        new StreamWriter(new StandardOutput(descriptor), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });

    private bool IsSet(string name) => !string.IsNullOrEmpty(Environment.GetValueOrDefault(name));
}
