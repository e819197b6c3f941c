using System.Collections.Concurrent;
using System.Text;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Logins;

/// <summary>
/// Asks an engine's program for its login, in the environment of the profile's runs. Supervised like a run, with a deadline that holds even
/// without the gateway.
/// </summary>
/// <param name="supervisors">Start the program.</param>
/// <param name="engines">Parse its answer.</param>
/// <param name="data">Holds its files while it runs.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class LoginCheck(Supervisors supervisors, EngineCatalog engines, RootFolder data, TimeSpan limit)
{
    private const int AnswerBytes = 64 * 1024;

    private readonly string _folder = Path.Combine(data.Path, "logins");

    private readonly ConcurrentDictionary<string, bool> _asking = new(StringComparer.Ordinal);

    public async Task<LoginAnswer> AskAsync(LoginProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Question is not { } question || !engines.TryGet(profile.Engine, out var engine) || engine is not ILoginQuestion reader)
            return new LoginAnswer.NoAnswer($"the engine {profile.Engine} has no login");
        try
        {
            Sweep();
            return await AskAsync(question, reader, cancellationToken);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return new LoginAnswer.NoAnswer($"the check could not be made: {ex.Message}");
        }
    }

    private async Task<LoginAnswer> AskAsync(LoginQuestion question, ILoginQuestion reader, CancellationToken cancellationToken)
    {
        var marker = $"login-{Guid.NewGuid():N}";
        var directory = Path.Combine(_folder, marker);
        _asking[directory] = true;
        try
        {
            return await supervisors.StartAsync(Describe(question, directory, marker), cancellationToken) switch
            {
                StartOutcome.Started started => await FollowAsync(started.Run, reader, cancellationToken),
                StartOutcome.EngineMissing missing => new LoginAnswer.NoAnswer(missing.Reason),
                StartOutcome.NoResources none => new LoginAnswer.NoAnswer(none.Reason),
                StartOutcome.DiskFull full => new LoginAnswer.NoAnswer(full.Reason),
                var other => new LoginAnswer.NoAnswer($"the check could not be started: {other}"),
            };
        }
        finally
        {
            _asking.TryRemove(directory, out _);
            Remove(directory);
        }
    }

    /// <summary>Removes leftovers of an earlier gateway; their deadline ends them.</summary>
    private void Sweep()
    {
        data.Create(_folder);
        foreach (var left in Directory.EnumerateDirectories(_folder).Where(path => !_asking.ContainsKey(path)))
            Remove(left);
    }

    private static void Remove(string directory)
    {
        try
        {
            FolderRemoval.Remove(directory);
        }
        catch (IOException)
        {
            // Its supervisor still writes into it; the next check removes it.
        }
    }

    private SupervisedCommand Describe(LoginQuestion question, string directory, string marker) => new()
    {
        Directory = directory,
        FileName = question.FileName,
        Arguments = question.Arguments,
        Environment = question.Environment,
        // An empty folder: project settings are no part of the profile.
        WorkingDirectory = _folder,
        Deadline = limit,
        DeadlineGrace = TimeSpan.FromSeconds(1),
        Marker = marker,
        OutputMax = AnswerBytes,
    };

    private static async Task<LoginAnswer> FollowAsync(SupervisedRun run, ILoginQuestion reader, CancellationToken cancellationToken)
    {
        using (run)
        {
            run.Release();
            try
            {
                await Task.WhenAny(run.Exited, run.Overflowed).WaitAsync(cancellationToken);
            }
            finally
            {
                await run.KillTreeAsync();
            }

            var exit = await run.Exited;
            return exit switch
            {
                RunExit.DeadlinePassed => new LoginAnswer.NoAnswer("the engine did not answer in time"),
                RunExit.Code code => reader.Read(code.Value, Read(run, "stdout"), Read(run, "stderr")),
                _ => reader.Read(null, Read(run, "stdout"), Read(run, "stderr")),
            };
        }
    }

    private static string Read(SupervisedRun run, string spool)
    {
        using var file = new FileStream(Path.Combine(run.Directory, spool), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[AnswerBytes];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, AnswerBytes, throwOnEndOfStream: false));
    }
}
