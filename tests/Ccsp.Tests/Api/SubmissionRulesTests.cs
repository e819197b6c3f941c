using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Reading;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class SubmissionRulesTests
{
    private static readonly Catalogue Known = new(["claude"], new Dictionary<string, string> { ["default"] = "claude" }, ["/srv/projects"], Durability.Disk);

    [Fact(Timeout = 5_000)]
    public Task A_working_directory_is_kept_under_its_one_canonical_name()
    {
        var (spec, errors) = Judge(Submissions.Simple() with { WorkingDirectory = "/link/" }, path => path == "/link/" ? "/srv/projects/real" : null);
        Assert.Empty(errors);
        Assert.Equal("/srv/projects/real", spec.WorkingDirectory);
        return Task.CompletedTask;
    }

    [Theory(Timeout = 5_000)]
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

    [Fact(Timeout = 5_000)]
    public Task A_submission_nobody_could_object_to_costs_no_copy()
    {
        var spec = Submissions.Simple();
        Assert.Same(spec, Judge(spec, _ => null).Spec);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 5_000)]
    public Task A_start_limit_before_the_start_time_is_refused()
    {
        var (_, errors) = Judge(Submissions.Simple() with { RunAt = A.Noon.AddHours(2), StartBefore = A.Noon.AddHours(1) }, _ => null);
        Assert.Equal("startBefore", Assert.Single(errors).Field);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 5_000)]
    public Task Arguments_stand_in_for_the_prompt()
    {
        Assert.Empty(Judge(new TaskSubmission { Arguments = ["-p", "--output-format=json"], Stdin = [1, 2] }, _ => null).Errors);
        var (_, errors) = Judge(new TaskSubmission { Arguments = ["a\0b"], Prompt = "x" }, _ => null);
        Assert.Equal(["arguments[0]", "prompt"], errors.Select(error => error.Field));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 5_000)]
    public Task Texts_that_become_arguments_stay_below_the_kernels_limit()
    {
        var (_, errors) = Judge(Submissions.Simple() with { SystemPrompt = new string('界', 40_000), AppendSystemPrompt = new string('x', 100_000) }, _ => null);
        Assert.Equal("systemPrompt", Assert.Single(errors).Field);
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

    private static (TaskSubmission Spec, IReadOnlyList<FieldError> Errors) Judge(TaskSubmission spec, FindDirectory find) =>
        new SubmissionRules(Known, find).Judge(spec, "", A.Noon);
}
