using Ccsp.Gateway.Configuration;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class EngineProfilesTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    [Fact]
    public void An_engine_of_another_kind_has_a_profile_of_its_own()
    {
        var options = Complete("""{"engines": {"cat": {"command": ["/bin/cat"]}}}""");
        Assert.Equal(("default", "cat"), (EngineProfiles.Of(options)["claude"], EngineProfiles.Of(options)["cat"]));
        Assert.Equal(("cat", true), (options.Profiles["cat"].Engine, options.Profiles["cat"].IsImplicit));
        Assert.False(options.Profiles["default"].IsImplicit);
    }

    [Fact]
    public void One_that_is_written_down_under_its_name_is_that_profile()
    {
        var options = Complete(
            """{"engines": {"cat": {"command": ["/bin/cat"]}}, "profiles": {"cat": {"engine": "cat", "maxConcurrent": 1}}}""");
        Assert.Equal("cat", EngineProfiles.Of(options)["cat"]);
        Assert.Equal((1, false), (options.Profiles["cat"].MaxConcurrent, options.Profiles["cat"].IsImplicit));
    }

    [Fact]
    public void A_name_that_is_anothers_is_left_alone()
    {
        var options = Complete(
            """{"engines": {"cat": {"command": ["/bin/cat"]}}, "profiles": {"cat": {"engine": "claude", "configDir": "/srv/cat"}}}""");
        Assert.Equal("cat.default", EngineProfiles.Of(options)["cat"]);
        Assert.Equal(("claude", "cat"), (options.Profiles["cat"].Engine, options.Profiles["cat.default"].Engine));
    }

    [Fact]
    public void Another_version_of_the_same_cli_uses_the_same_login()
    {
        var options = Complete("""{"engines": {"beta": {"kind": "claude", "path": "/opt/beta/claude"}}}""");
        Assert.Equal("default", EngineProfiles.Of(options)["beta"]);
    }

    [Fact]
    public void A_default_profile_of_another_engine_is_not_shared_with_claude()
    {
        var options = Complete(
            """{"engines": {"cat": {"command": ["/bin/cat"]}, "sh": {"command": ["/bin/sh"]}}, "profiles": {"default": {"engine":"""
            + """ "cat"}}}""");
        Assert.Equal(
            ("claude", "default", "sh"),
            (EngineProfiles.Of(options)["claude"], EngineProfiles.Of(options)["cat"], EngineProfiles.Of(options)["sh"]));
    }

    private GatewayOptions Complete(string json) => EngineProfiles.Complete(_loading.Options(json));
}
