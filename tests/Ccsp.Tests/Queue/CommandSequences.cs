using System.Globalization;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using Xunit.Sdk;

namespace Ccsp.Tests.Queue;

/// <summary>
/// Random sequences of commands played on the model and on a store: same answers, same visible state after every step, and the invariants
/// hold. Derived once per store. <c>CCSP_TEST_SEQUENCES</c> says how many; a failure names the seed that plays the same sequence again
/// with <c>CCSP_TEST_SEED</c>.
/// </summary>
public abstract class CommandSequences
{
    private static readonly QueueOptions Options = new()
    {
        Size = 14,
        UrgentShare = 0.2,
        SizePerGroup = 9,
        SizePerAgent = 10,
        SizePerClass = 8,
        IdempotencyHours = 1,
        NonUrgentEvery = 3,
        ExpectedRunSeconds = 10,
        Rules = new TransitionRules { AgeingStepSeconds = 60, Retries = new RetryOptions { Lost = 1, RecheckSeconds = 30 } },
    };

    /// <summary>How many sequences when nobody says otherwise; a store on disk takes fewer.</summary>
    private protected virtual int Sequences => 100;

    /// <summary>A fresh empty store; disposed after its sequence if it is <see cref="IAsyncDisposable"/>.</summary>
    private protected abstract Task<ITaskStore> CreateAsync(QueueOptions options);

    [Fact(Timeout = 3_600_000)]
    public async Task The_store_behaves_like_the_model_whatever_is_asked_of_it()
    {
        var only = Number("CCSP_TEST_SEED");
        await PlayAsync(only ?? 1, only ?? Number("CCSP_TEST_SEQUENCES") ?? (ulong)Sequences);
    }

    internal async Task PlayAsync(ulong first, ulong last)
    {
        for (var seed = first; seed <= last; seed++)
        {
            var commands = CommandGen.Sequences.Sample(30, new Rnd(seed), 1)[0];
            if (await FailureOf(commands) is { } failure)
                throw new XunitException(await Report(seed, commands, failure));
        }
    }

    private static ulong? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? ulong.Parse(value, CultureInfo.InvariantCulture) : null;

    private async Task<string> Report(ulong seed, Command[] commands, Failure failure)
    {
        var shortest = commands[..(failure.Step + 1)];
        for (var size = shortest.Length / 2; size > 0; size /= 2)
        {
            for (var at = 0; at < shortest.Length;)
            {
                Command[] shorter = [.. shortest[..at], .. shortest[Math.Min(at + size, shortest.Length)..]];
                if (await FailureOf(shorter) is { } same)
                    (shortest, failure) = (shorter[..(same.Step + 1)], same);
                else
                    at += size;
            }
        }

        return $"""
            The sequence of seed {seed} fails (play it again with CCSP_TEST_SEED={seed}). The shortest part that fails:
              {string.Join("\n  ", shortest.Select((command, index) => $"{index + 1}. {command}"))}
            {failure.Message}
            """;
    }

    /// <summary>Plays a sequence on fresh stores; null when all is well.</summary>
    private async Task<Failure?> FailureOf(Command[] commands)
    {
        var subject = await CreateAsync(Options);
        try
        {
            return await FailureOf(commands, new CommandRunner(new ModelTaskStore(Options)), new CommandRunner(subject));
        }
        finally
        {
            if (subject is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }
    }

    private static async Task<Failure?> FailureOf(Command[] commands, CommandRunner model, CommandRunner subject)
    {
        var before = await subject.ViewAsync();
        for (var step = 0; step < commands.Length; step++)
        {
            try
            {
                var keys = subject.Keys.ToDictionary();
                var expected = await model.PlayAsync(commands[step]);
                var actual = await subject.PlayAsync(commands[step]);
                Assert.Equal(expected, actual);
                var after = await subject.ViewAsync();
                Compare(await model.ViewAsync(), after);
                StoreInvariants.Check(before, commands[step], actual, after, subject);
                if (commands[step] is Command.Submit submit)
                    StoreInvariants.CheckKeys(submit, actual, keys, subject.Now, Options);
                before = after;
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                return new Failure(step, ex.Message + (ex is XunitException ? "" : "\n" + ex.StackTrace));
            }
        }

        return null;
    }

    private static void Compare(StoreView model, StoreView subject)
    {
        var missing = model.Lines.Except(subject.Lines).ToList();
        var extra = subject.Lines.Except(model.Lines).ToList();
        if (missing.Count + extra.Count > 0 || !model.Lines.SequenceEqual(subject.Lines))
            throw new XunitException(
                $"Only the model says:\n  {string.Join("\n  ", missing)}\nOnly the store says:\n  {string.Join("\n  ", extra)}");
    }

    private sealed record Failure(int Step, string Message);
}
