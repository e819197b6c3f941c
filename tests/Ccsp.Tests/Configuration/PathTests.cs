using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Settings;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class PathTests : IDisposable
{
    private readonly Loading _loading = new();

    public void Dispose() => _loading.Dispose();

    private string Home => Path.Combine(_loading.Folder, "home");

    [Fact(Timeout = 30_000)]
    public Task A_tilde_is_the_home_directory_in_every_path() => Task.Run(() =>
    {
        _loading.File("home/key", "sk-at-home");
        _loading.File("home/size", "7");
        _loading.Environment["CCSP_QUEUE_SIZE_FILE"] = "~/size";
        var options = _loading.Options("""
            {
              "dataDir": "~/ccsp-data", "logDir": "~",
              "engines": { "claude": { "path": "~/bin/claude" }, "t": { "kind": "command", "command": ["~/bin/tool", "~/kept"] } },
              "profiles": { "ci": { "configDir": "~/ci", "env": { "API_KEY": "secret:file:~/key", "NOTE": "~/kept" } } },
              "roots": { "workingDirectories": ["~/src", "/srv"] }
            }
            """);
        Assert.Equal((Home + "/ccsp-data", Home, Home + "/bin/claude"), (options.DataDir, options.LogDir, options.Engines["claude"].Path));
        Assert.Equal([Home + "/bin/tool", "~/kept"], options.Engines["t"].Command!);
        Assert.Equal((Home + "/ci", new Secret.FromFile(Home + "/key"), new Secret.Literal("~/kept")),
            (options.Profiles["ci"].ConfigDir, options.Profiles["ci"].Env["API_KEY"], options.Profiles["ci"].Env["NOTE"]));
        Assert.Equal([Home + "/src", "/srv"], options.WorkingDirectoryRoots);
        Assert.Equal(7, options.Queue.Size);
    }, TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("CCSP_DATA_DIR", "~/d")]
    [InlineData("CCSP__ROOTS__WORKING_DIRECTORIES", "~/a:/b")]
    [InlineData("CLAUDE_CLI_PATH", "~/bin/claude")]
    public Task So_it_is_in_variables(string name, string value) => Task.Run(() =>
    {
        _loading.Environment[name] = value;
        var options = _loading.Options();
        string[] paths = [options.DataDir, .. options.WorkingDirectoryRoots, options.Engines["claude"].Path!];
        Assert.Contains(paths, path => path.StartsWith(Home + value.Split(':')[0][1..], StringComparison.Ordinal));
        Assert.DoesNotContain(paths, path => path.Contains('~', StringComparison.Ordinal));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Another_users_home_is_refused() => Task.Run(
        () => Assert.EndsWith(
            "dataDir: ~anna is not looked up; write the whole path", Assert.Single(_loading.Findings("""{ "dataDir": "~anna/x" }""")),
            StringComparison.Ordinal),
        TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_program_with_a_slash_is_relative_to_the_directory_of_the_start() => Task.Run(() =>
    {
        var options = _loading.Options(
            """{ "engines": { "claude": { "path": "bin/claude" }, "t": { "kind": "command", "command": ["sort"] } } }""");
        Assert.Equal(
            (Path.Combine(_loading.Folder, "bin/claude"), "sort"), (options.Engines["claude"].Path, options.Engines["t"].Command![0]));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task The_data_lie_in_data_where_it_is_there_else_with_the_user() => Task.Run(() =>
    {
        var own = Path.Combine(Home, ".local", "share", "ccsp");
        Assert.Equal((own, own + "/logs"), Folders(_loading.Options()));
        _loading.Environment["XDG_DATA_HOME"] = "relative";
        Assert.Equal(own, _loading.Options().DataDir);
        _loading.Environment["XDG_DATA_HOME"] = _loading.Folder + "/share";
        Assert.Equal(_loading.Folder + "/share/ccsp", OptionsLoader.DataFolder(_loading.Input()));
        var data = Directory.CreateDirectory(Path.Combine(_loading.Folder, "data")).FullName;
        Assert.Equal((data, _loading.Folder + "/logs"), Folders(_loading.Options()));
        Assert.Equal(("/srv/x", "/srv/x/logs"), Folders(_loading.Options("""{ "dataDir": "/srv/x" }""")));
        Assert.Equal(("/srv/data", "/srv/logs"), Folders(_loading.Options("""{ "dataDir": "/srv/data/" }""")));
        Assert.Equal((data, "/var/log/ccsp"), Folders(_loading.Options("""{ "logDir": "/var/log/ccsp" }""")));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_folder_data_of_somebody_else_is_left_alone() => Task.Run(() =>
    {
        var own = Path.Combine(Home, ".local", "share", "ccsp");
        _loading.File("data/measurements.csv", "a,b");
        Assert.Equal((own, own + "/logs"), Folders(_loading.Options()));
        _loading.File("data/instance.id", "");
        Assert.Equal((_loading.Folder + "/data", _loading.Folder + "/logs"), Folders(_loading.Options()));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task What_cannot_be_read_is_told_in_plain_words() => Task.Run(() =>
    {
        _loading.Environment["CCSP_MAX_CONCURRENT_FILE"] = "/no/such";
        _loading.Environment["CCSP_QUEUE_SIZE_FILE"] = _loading.Folder;
        var findings = string.Join('\n', _loading.Findings());
        Assert.Contains("the file it names cannot be read: there is no such file", findings, StringComparison.Ordinal);
        Assert.Contains("the file it names cannot be read: it is a directory", findings, StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task Every_command_finds_the_folder_of_a_configuration_that_has_mistakes() => Task.Run(() =>
    {
        _loading.File("config/ccsp.json", """{ "dataDir": "./here", "maxConcurent": 1 }""");
        Assert.Equal(Path.Combine(_loading.Folder, "here"), OptionsLoader.DataFolder(_loading.Input()));
        _loading.File(".env", "CCSP_DATA_DIR=~/dotenv");
        Assert.Equal(Home + "/dotenv", OptionsLoader.DataFolder(_loading.Input()));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_file_read_from_every_directory_names_no_relative_folder() => Task.Run(() =>
    {
        _loading.File("home/.config/ccsp/ccsp.json", """{ "dataDir": "./data" }""");
        Assert.Contains("dataDir: must be absolute or begin with ~/ here", Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_deleted_working_directory_is_needed_by_relative_paths_only() => Task.Run(() =>
    {
        _loading.HasDirectory = false;
        Assert.Equal(Path.Combine(Home, ".local", "share", "ccsp"), _loading.Options().DataDir);
        _loading.Environment["CCSP_DATA_DIR"] = "here";
        Assert.EndsWith(
            "dataDir: is relative to the working directory, which does not exist any more; write an absolute path",
            Assert.Single(_loading.Findings()), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    private static (string, string?) Folders(GatewayOptions options) => (options.DataDir, options.LogDir);
}
