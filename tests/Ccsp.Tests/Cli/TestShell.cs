using System.Text;
using Ccsp.Cli;
using Ccsp.Cli.Parsing;
using Ccsp.Tests.Support;

namespace Ccsp.Tests.Cli;

/// <summary>A shell whose streams are kept, with an environment and a folder of its own.</summary>
internal sealed class TestShell : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly MemoryStream _outBytes = new();
    private readonly MemoryStream _errorBytes = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>What is piped in; null: a person sits there.</summary>
    public byte[]? Input { get; set; }

    /// <summary>Instead of <see cref="Input"/>.</summary>
    public Stream? Pipe { get; set; }

    public bool Terminal { get; set; }

    /// <summary>False: the directory the command stands in has been deleted.</summary>
    public bool HasDirectory { get; set; } = true;

    public int Width { get; set; } = 80;

    public TimeProvider Clock { get; set; } = new UtcClock();

    public string Folder => _folder.Path;

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string OutText => Encoding.UTF8.GetString(_outBytes.ToArray());

    public byte[] OutBytes => _outBytes.ToArray();

    public byte[] ErrorBytes => _errorBytes.ToArray();

    public Shell Shell => new()
    {
        RawOut = _out,
        RawError = _error,
        InBytes = () => Pipe ?? new MemoryStream(Input ?? []),
        OutBytes = () => _outBytes,
        ErrorBytes = () => _errorBytes,
        IsInTerminal = Input is null && Pipe is null,
        IsOutTerminal = Terminal,
        IsErrorTerminal = Terminal,
        Environment = Environment,
        CurrentDirectory = HasDirectory ? Folder : null,
        Home = Path.Combine(Folder, "home"),
        Width = Width,
        Clock = Clock,
    };

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Shell, CancellationToken.None);

    public void Dispose() => _folder.Dispose();

    /// <summary>The real one, wherever the tests run.</summary>
    private sealed class UtcClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
