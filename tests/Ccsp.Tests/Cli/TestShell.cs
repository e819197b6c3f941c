using System.Text;
using Ccsp.Cli;
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

    public bool Terminal { get; set; }

    /// <summary>False: the directory the command stands in has been deleted.</summary>
    public bool HasDirectory { get; set; } = true;

    public string Folder => _folder.Path;

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public string OutText => Encoding.UTF8.GetString(_outBytes.ToArray());

    public byte[] OutBytes => _outBytes.ToArray();

    public byte[] ErrorBytes => _errorBytes.ToArray();

    public Shell Shell => new()
    {
        Out = _out,
        Error = _error,
        InBytes = () => new MemoryStream(Input ?? []),
        OutBytes = () => _outBytes,
        ErrorBytes = () => _errorBytes,
        IsInTerminal = Input is null,
        IsOutTerminal = Terminal,
        IsErrorTerminal = Terminal,
        Environment = Environment,
        CurrentDirectory = HasDirectory ? Folder : null,
        Home = Path.Combine(Folder, "home"),
    };

    public Task<int> RunAsync(params string[] args) => CommandLine.RunAsync(args, Shell, CancellationToken.None);

    public void Dispose() => _folder.Dispose();
}
