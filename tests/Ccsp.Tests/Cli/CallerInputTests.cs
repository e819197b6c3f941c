using System.IO.Pipes;
using Ccsp.Cli;
using Ccsp.Cli.Claude;
using Ccsp.Contracts;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Cli;

public sealed class CallerInputTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly AnonymousPipeServerStream _writer = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _reader;

    public CallerInputTests() => _reader = new AnonymousPipeClientStream(PipeDirection.In, _writer.ClientSafePipeHandle);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Input_that_ends_is_whole(bool conversation)
    {
        _writer.Write("one\ntwo\n"u8);
        _writer.Dispose();
        Assert.Equal("one\ntwo\n"u8.ToArray(), await CallerInput.ReadAsync(Shell(), conversation, Cancellation));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_conversation_whose_pipe_stays_open_is_refused_instead_of_waited_for()
    {
        _writer.Write("one\n"u8);
        var reading = CallerInput.ReadAsync(Shell(), conversation: true, Cancellation);
        await PassPatienceAsync(reading);
        Assert.Equal(ExitCodes.Usage, (await Assert.ThrowsAsync<CliFailure>(() => reading)).ExitCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pipe_nobody_writes_to_is_left_alone_as_claude_leaves_it()
    {
        var reading = CallerInput.ReadAsync(Shell(), conversation: false, Cancellation);
        await PassPatienceAsync(reading);
        Assert.Null(await reading);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    /// <summary>Lets the clock pass each wait as soon as it is armed.</summary>
    private async Task PassPatienceAsync(Task reading)
    {
        while (!reading.IsCompleted)
        {
            if (_clock.ArmedTimers > 0)
                _clock.Advance(TimeSpan.FromSeconds(3));
            await Task.Yield();
        }
    }

    private Shell Shell() => new()
    {
        RawOut = TextWriter.Null,
        RawError = TextWriter.Null,
        InBytes = () => _reader,
        OutBytes = () => Stream.Null,
        ErrorBytes = () => Stream.Null,
        Environment = new Dictionary<string, string>(),
        CurrentDirectory = "/",
        Clock = _clock,
    };
}
