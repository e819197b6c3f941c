using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Gateway.Engines;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class SubmissionRulesTests
{
    private static readonly Dictionary<string, EngineOptions> Engines = new()
    {
        ["cat"] = new() { Kind = EngineKinds.Command, Command = ["/bin/cat"] },
        ["models"] = new() { Kind = EngineKinds.Command, Command = ["/bin/models", "--model={model}"] },
    };

    private static readonly Catalogue Known = new(
        new EngineCatalog(Engines).Keeps, new Dictionary<string, string> { ["default"] = "claude" }, ["/srv/projects"], Durability.Disk);

    [Fact(Timeout = 30_000)]
    public Task A_working_directory_is_kept_under_its_one_canonical_name()
    {
        var (spec, errors) = Judge(
            Submissions.Simple() with { WorkingDirectory = "/link/" }, path => path == "/link/" ? "/srv/projects/real" : null);
        Assert.Empty(errors);
        Assert.Equal("/srv/projects/real", spec.WorkingDirectory);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("/srv/projects", true)]
    [InlineData("/srv/projects/a", true)]
    [InlineData("/srv/projects-old", false)]
    [InlineData("/etc", false)]
    public Task A_working_directory_lies_in_a_root(string path, bool valid)
    {
        var (_, errors) = Judge(Submissions.Simple() with { WorkingDirectory = path }, found => found);
        Assert.Equal(valid, errors.Count == 0);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"prompt":" \n\t\u00a0\u2003"}""", "prompt")]
    [InlineData("""{"prompt":"x","engine":""}""", "engine")]
    [InlineData("""{"prompt":"x","profile":" "}""", "profile")]
    [InlineData("""{"prompt":"x","agent":"a\u0000b"}""", "agent")]
    [InlineData("""{"prompt":"x","agent":"a\u007fb"}""", "agent")]
    [InlineData("""{"prompt":"x","group":"a\u009bb"}""", "group")]
    [InlineData("""{"prompt":"x","allowedTools":["Read",""]}""", "allowedTools[1]")]
    [InlineData("""{"prompt":"x","disallowedTools":[" "]}""", "disallowedTools[0]")]
    [InlineData("""{"prompt":"x","includeFiles":[""]}""", "includeFiles[0]")]
    [InlineData("""{"prompt":"x","env":{"":"x"}}""", "env")]
    [InlineData("""{"prompt":"x","env":{"A":"\u0000"}}""", "env.A")]
    [InlineData("""{"prompt":"x","metadata":{"":"x"}}""", "metadata")]
    [InlineData("""{"prompt":"x","dependsOn":[""]}""", "dependsOn[0]")]
    [InlineData("""{"prompt":"x","dependsOn":[null]}""", "dependsOn[0]")]
    [InlineData("""{"prompt":"x","startBefore":"9999-12-31T00:00:00Z"}""", "startBefore")]
    [InlineData("""{"prompt":"x","startBefore":"2200-01-01T00:00:00Z"}""", "startBefore")]
    [InlineData("""{"prompt":"x","runAt":"9999-12-31T23:59:59.9999999Z"}""", "runAt")]
    public Task What_says_nothing_or_lies_too_far_away_is_refused_by_name(string submission, string field)
    {
        var spec = JsonSerializer.Deserialize(submission, CcspJson.Wire.TaskSubmission)!;
        Assert.Equal(field, Assert.Single(Judge(spec, path => path).Errors).Field);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_task_that_names_no_profile_has_that_of_its_engine()
    {
        var profiles = new Dictionary<string, string> { ["default"] = "claude", ["cat"] = "cat" };
        var known = new Catalogue(new EngineCatalog(Engines).Keeps, profiles, ["/"], Durability.Disk)
        {
            ProfilesOfEngines = new Dictionary<string, string> { ["claude"] = "default", ["cat"] = "cat" },
        };
        var rules = new SubmissionRules(known, _ => null);
        Assert.Equal("cat", rules.Judge(Submissions.Simple() with { Engine = "cat" }, "", SampleTasks.Noon).Spec.Profile);
        Assert.Null(rules.Judge(Submissions.Simple(), "", SampleTasks.Noon).Spec.Profile);
        Assert.Equal(
            "profile",
            Assert.Single(rules.Judge(Submissions.Simple() with { Engine = "cat", Profile = "default" }, "",
                SampleTasks.Noon).Errors).Field);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_submission_nobody_could_object_to_costs_no_copy()
    {
        var spec = Submissions.Simple();
        Assert.Same(spec, Judge(spec, _ => null).Spec);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData(2.0, 1.0, true)]
    [InlineData(2.0, 2.0, true)]
    [InlineData(2.0, 2.001, false)]
    [InlineData(null, 0.0, true)]
    [InlineData(null, 0.001, false)]
    public Task A_start_limit_lies_behind_the_start_time_and_in_the_future(double? runAt, double startBefore, bool refused)
    {
        var spec = Submissions.Simple() with
        {
            RunAt = runAt is { } hours ? SampleTasks.Noon.AddHours(hours) : null,
            StartBefore = SampleTasks.Noon.AddHours(startBefore),
        };
        var (_, errors) = Judge(spec, _ => null);
        Assert.Equal(refused ? ["startBefore"] : [], errors.Select(error => error.Field));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Arguments_stand_in_for_the_prompt()
    {
        Assert.Empty(Judge(new TaskSubmission { Arguments = ["-p", "--output-format=json"], Stdin = [1, 2] }, _ => null).Errors);
        var (_, errors) = Judge(new TaskSubmission { Arguments = ["a\0b"], Prompt = "x" }, _ => null);
        Assert.Equal(["arguments[0]", "prompt"], errors.Select(error => error.Field));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Texts_that_become_arguments_stay_below_the_kernels_limit()
    {
        var (_, errors) = Judge(
            Submissions.Simple() with { SystemPrompt = new string('界', 40_000), AppendSystemPrompt = new string('x', 100_000) }, _ => null);
        Assert.Equal("systemPrompt", Assert.Single(errors).Field);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("FOO\n")]
    [InlineData("FOO\0")]
    [InlineData("FOO=")]
    [InlineData("")]
    [InlineData("FOO\r")]
    [InlineData(" FOO")]
    [InlineData("FOO BAR")]
    [InlineData("A-B")]
    [InlineData("1A")]
    [InlineData("GRÖSSE")]
    [InlineData("OPTIND")]
    [InlineData("PPID")]
    public Task A_variable_the_supervisor_cannot_pass_is_refused_by_name(string name)
    {
        var (_, errors) = Judge(
            Submissions.Simple() with { Env = new Dictionary<string, string> { ["GOOD"] = "1", [name] = "1" } }, _ => null);
        Assert.StartsWith("env", Assert.Single(errors).Field, StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Values_of_variables_are_bounded_one_by_one_and_together()
    {
        var (_, nul) = Judge(Submissions.Simple() with { Env = new Dictionary<string, string> { ["A"] = "x\0y" } }, _ => null);
        Assert.Equal("env.A", Assert.Single(nul).Field);
        var (_, together) = Judge(
            Submissions.Simple() with { Env = Enumerable.Range(0, 9).ToDictionary(i => $"V{i}", _ => new string('x', 32 << 10)) },
            _ => null);
        Assert.Equal("env", Assert.Single(together).Field);
        Assert.Empty(
            Judge(
                Submissions.Simple() with { Env = new Dictionary<string, string> { ["A"] = "line\nline", ["env"] = "", ["IFS"] = "," } },
                _ => null).Errors);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_link_is_followed_and_a_circle_of_links_is_no_directory()
    {
        using var folder = new TempFolder();
        var root = RealDirectory.Find(folder.Path)!;
        Directory.CreateDirectory(folder["real/inner"]);
        Directory.CreateSymbolicLink(folder["link"], "real");
        Directory.CreateSymbolicLink(folder["circle"], "circle");
        File.WriteAllText(folder["file"], "");
        Assert.Equal(Path.Combine(root, "real/inner"), RealDirectory.Find(folder["link/inner/"]));
        Assert.Null(RealDirectory.Find(folder["circle"]));
        Assert.Null(RealDirectory.Find(folder["file"]));
        Assert.Null(RealDirectory.Find(folder["nothing"]));
        return Task.CompletedTask;
    }

    [Theory(Timeout = 30_000)]
    [InlineData("""{"maxTurns":1}""", "maxTurns")]
    [InlineData("""{"maxBudgetUsd":0.01}""", "maxBudgetUsd")]
    [InlineData("""{"allowedTools":["Read"]}""", "allowedTools")]
    [InlineData("""{"disallowedTools":["Read"]}""", "disallowedTools")]
    [InlineData("""{"model":"opus"}""", "model")]
    [InlineData("""{"fallbackModel":"opus"}""", "fallbackModel")]
    [InlineData("""{"systemPrompt":"x"}""", "systemPrompt")]
    [InlineData("""{"appendSystemPrompt":"x"}""", "appendSystemPrompt")]
    [InlineData("""{"permissionMode":"plan"}""", "permissionMode")]
    [InlineData("""{"resume":"c"}""", "resume")]
    [InlineData("""{"mcpConfig":{}}""", "mcpConfig")]
    [InlineData("""{"outputSchema":{}}""", "outputSchema")]
    public Task What_a_command_is_never_told_is_refused_and_what_Claude_is_told_is_not(string members, string field)
    {
        var asked = JsonSerializer.Deserialize(members, CcspJson.Wire.TaskSubmission)! with { Prompt = "x" };
        var (_, errors) = Judge(asked with { Engine = "cat" }, _ => null);
        Assert.Equal(field, Assert.Single(errors).Field);
        Assert.Contains("'cat'", errors[0].Reason, StringComparison.Ordinal);
        Assert.Empty(Judge(asked, _ => null).Errors);
        Assert.Equal(field, Assert.Single(Judge(asked with { Prompt = null, Arguments = ["-p"] }, _ => null).Errors).Field);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task A_command_with_a_placeholder_is_told_what_stands_for_it()
    {
        var asked = Submissions.Simple() with { Engine = "models", Model = "opus" };
        Assert.Empty(Judge(asked, _ => null).Errors);
        Assert.Equal("resume", Assert.Single(Judge(asked with { Resume = "c" }, _ => null).Errors).Field);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Every_field_is_kept_by_the_gateway_or_belongs_to_what_an_engine_says_it_keeps()
    {
        string[] ours =
        [
            "prompt", "agent", "type", "engine", "profile", "includeFiles", "workingDirectory", "directoryMode", "priority", "runAt",
            "startBefore", "timeoutSeconds",
            "group", "dependsOn", "onParentFailure", "hold", "callbackUrl", "metadata", "env", "retries", "durability", "arguments",
            "stdin",
        ];
        var fields = CcspJson.Wire.TaskSubmission.Properties.Select(property => property.Name);
        Assert.Equal(
            fields.Order(StringComparer.Ordinal),
            ours.Concat(Enum.GetValues<RunSetting>().Select(EngineSettings.FieldOf)).Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<RunSetting>(), EngineSettings.Given.Keys.Order());
        return Task.CompletedTask;
    }

    private static (TaskSubmission Spec, IReadOnlyList<FieldError> Errors) Judge(TaskSubmission spec, FindDirectory find) =>
        new SubmissionRules(Known, find).Judge(spec, "", SampleTasks.Noon);
}
