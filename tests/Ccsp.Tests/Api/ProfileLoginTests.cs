using Ccsp.Contracts;
using Xunit;

namespace Ccsp.Tests.Api;

public sealed class ProfileLoginTests
{
    private const string Salt = "0123456789";

    [Theory(Timeout = 30_000)]
    [InlineData("sk-secret", "", "default")]
    [InlineData("sk-other", "ANTHROPIC_API_KEY", "")]
    public async Task A_callers_key_is_that_of_the_profile_or_not(string key, string differs, string profiles)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await CompareAsync(host, "default", "ANTHROPIC_API_KEY", LoginVariables.Digest(Salt, "ANTHROPIC_API_KEY", key));
        Assert.Equal((differs, profiles), (string.Join(',', answer.Differs), string.Join(',', answer.Profiles)));
    }

    [Theory(Timeout = 30_000)]
    [InlineData("CLAUDE_CONFIG_DIR")]
    [InlineData("PATH")]
    public async Task What_the_profile_does_not_have_and_what_decides_no_login_differs(string name)
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal([name], (await CompareAsync(host, "default", name, LoginVariables.Digest(Salt, name, ""))).Differs);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("nobody", """{"salt":"0123456789","digests":{}}""", 404, "not_found")]
    [InlineData("default", """{"salt":"short","digests":{}}""", 422, "invalid_field")]
    [InlineData("default", """{"salt":"0123456789"}""", 422, "missing_field")]
    [InlineData("default", """{"salt":"0123456789","digests":{},"more":1}""", 400, "unknown_field")]
    public async Task Nonsense_is_refused_by_name(string profile, string body, int status, string code)
    {
        await using var host = await ApiHost.StartAsync();
        await ApiHost.ProblemAsync(await host.PostAsync($"/api/v1/profiles/{profile}/compare-login", body), status, code);
    }

    [Theory(Timeout = 30_000)]
    [InlineData("claude", "default")]
    [InlineData("mytool", "tools")]
    public async Task Of_an_engine_the_profile_is_meant_that_its_tasks_have(string engine, string profile)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await host.PostAsync($"/api/v1/engines/{engine}/compare-login", $$$"""{"salt":"{{{Salt}}}","digests":{}}""");
        Assert.Equal(profile, (await ApiHost.ReadAsync<LoginDifference>(answer, 200)).Profile);
        await ApiHost.ProblemAsync(
            await host.PostAsync("/api/v1/engines/nothing/compare-login", $$$"""{"salt":"{{{Salt}}}","digests":{}}"""), 404, "not_found");
    }

    private static async Task<LoginDifference> CompareAsync(
        ApiHost host, string profile, string name, string digest) => await ApiHost.ReadAsync<LoginDifference>(
        await host.PostAsync(
            $"/api/v1/profiles/{profile}/compare-login", $$$"""{"salt":"{{{Salt}}}","digests":{"{{{name}}}":"{{{digest}}}"}}"""),
        200);
}
