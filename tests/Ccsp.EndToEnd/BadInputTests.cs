using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.EndToEnd.Support;
using Xunit;

namespace Ccsp.EndToEnd;

/// <summary>Mistakes and broken surroundings: each has one clear answer, and nothing is lost by it.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, int, string, string> Mistakes => new()
    {
        { """{"prompt":"x","promt":"y"}""", 400, ErrorCodes.UnknownField, "promt" },
        { """{"prompt":7}""", 400, ErrorCodes.InvalidField, "prompt" },
        { """{"prompt":""}""", 422, ErrorCodes.InvalidField, "prompt" },
        { """{"prompt":"x","workingDirectory":"/does/not/exist"}""", 422, ErrorCodes.InvalidField, "workingDirectory" },
        { """{"prompt":"x","engine":"cluade"}""", 422, ErrorCodes.InvalidField, "engine" },
        { """{"prompt":"x","priority":"urgnet"}""", 400, ErrorCodes.InvalidField, "priority" },
        { """{"prompt":"x","startBefore":"2001-01-01T00:00:00Z"}""", 422, ErrorCodes.InvalidField, "startBefore" },
        { """{"prompt":""", 400, ErrorCodes.InvalidJson, "" },
    };

    [Theory(Timeout = Patience.OfTest), MemberData(nameof(Mistakes))]
    public async Task A_mistake_in_a_submission_is_answered_with_the_field_named(string body, int status, string code, string field)
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path }, stop);
        using var answer = await gateway.Rest.Http.PostAsync(
            "/api/v1/tasks", new StringContent(body, Encoding.UTF8, "application/json"), stop);
        var problem = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(stop), CcspJson.Wire.Problem)!;
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, problem.Code);
        Assert.Equal(field, problem.Field ?? "");
    }

    [Theory(Timeout = Patience.OfTest)]
    [InlineData("nope")]
    [InlineData("11111111-2222-4333-8444-555555555555")]
    public async Task A_conversation_that_is_not_there_fails_its_task_with_the_first_run(string conversation)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var stub = await StubProcess.StartAsync(stop);
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path, StubUrl = stub.Url }, stop);
        var accepted = await gateway.Rest.SubmitAsync(new TaskSubmission { Prompt = "go on", Resume = conversation }, stop);
        var ended = await gateway.Rest.EndedAsync(accepted.Id, stop);
        Assert.Equal((TaskState.Failed, FailReason.Permanent, 1), (ended.State, ended.FailReason, ended.Runs));
        Assert.Contains(conversation, ended.Ending!.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_huge_body_is_refused_and_the_next_request_is_served()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = data.Path }, stop);
        using var huge = new HttpRequestMessage(
            HttpMethod.Post, "/api/v1/tasks") { Content = Json($$"""{"prompt":"{{new string('x', 20 << 20)}}"}""") };
        // Asks before it sends, as curl does, and waits for the answer however long: it comes instead of a broken connection.
        huge.Headers.ExpectContinue = true;
        huge.Headers.Authorization = gateway.Rest.Http.DefaultRequestHeaders.Authorization;
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan })
        {
            BaseAddress = gateway.Rest.Http.BaseAddress,
        };
        using var answer = await patient.SendAsync(huge, stop);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(TaskState.Succeeded, (await EndedAsync(gateway, stop)).State);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_full_disk_is_told_and_passes_without_a_restart()
    {
        var stop = TestContext.Current.CancellationToken;
        using var small = await SmallDisk.MountAsync(24 << 20);
        await using var gateway = await GatewayProcess.StartAsync(new GatewaySetup { DataFolder = small.Path }, stop);
        var accepted = await gateway.Rest.SubmitAsync(
            new TaskSubmission { Engine = "fake", Prompt = """{"species":"lines"}""", Hold = true }, stop);
        small.Fill();
        var status = HttpStatusCode.Accepted;
        await Poll.UntilAsync(
            async () =>
            {
                using var answer = await gateway.Rest.Http.PostAsync(
                    "/api/v1/tasks", Json($$"""{"prompt":"{{new string('x', 200_000)}}","hold":true}"""), stop);
                return (status = answer.StatusCode) == HttpStatusCode.InsufficientStorage;
            },
            "the disk to be full",
            stop);
        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Equal(TaskState.Held, (await gateway.Rest.GetAsync(accepted.Id, stop)).State);
        small.Free();
        await Poll.UntilAsync(
            async () =>
            {
                using var answer = await gateway.Rest.Http.PostAsync($"/api/v1/tasks/{accepted.Id}/approve", Json("{}"), stop);
                return answer.IsSuccessStatusCode;
            },
            "the gateway to accept again",
            stop);
        Assert.Equal(TaskState.Succeeded, (await gateway.Rest.EndedAsync(accepted.Id, stop)).State);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_corrupt_database_is_refused_with_the_command_to_run_and_left_as_it_is()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var setup = new GatewaySetup { DataFolder = data.Path };
        var gateway = await GatewayProcess.StartAsync(setup, stop);
        await EndedAsync(gateway, stop);
        await gateway.TerminateAsync(stop);
        await gateway.DisposeAsync();
        var database = Path.Combine(data.Path, "ccsp.db");
        var damaged = await File.ReadAllBytesAsync(database, stop);
        Array.Fill<byte>(damaged, 0xAB, 100, damaged.Length - 100);
        await File.WriteAllBytesAsync(database, damaged, stop);

        await using var again = Start(setup, "127.0.0.1:0");
        await again.Exited.WaitAsync(stop);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains(database, again.Said, StringComparison.Ordinal);
        Assert.Contains(".recover", again.Said, StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(database, stop));
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_second_gateway_on_the_same_data_is_refused_and_told_who_holds_it()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        var setup = new GatewaySetup { DataFolder = data.Path };
        await using var gateway = await GatewayProcess.StartAsync(setup, stop);
        await using var second = Start(setup, "127.0.0.1:0");
        await second.Exited.WaitAsync(stop);
        Assert.NotEqual(0, second.ExitCode);
        Assert.Contains($"process id {gateway.Program.Id}", second.Said, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience.OfTest)]
    public async Task A_port_in_use_is_named()
    {
        var stop = TestContext.Current.CancellationToken;
        using var data = new DataFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = taken.LocalEndpoint.ToString()!;
        await using var gateway = Start(new GatewaySetup { DataFolder = data.Path }, address);
        await gateway.Exited.WaitAsync(stop);
        Assert.NotEqual(0, gateway.ExitCode);
        Assert.Contains(address, gateway.Said, StringComparison.Ordinal);
    }

    private static ChildProgram Start(GatewaySetup setup, string listen) =>
        ChildProgram.Start(
            Repository.Ccsp, ["serve", "--listen", listen, "--config", setup.ConfigFile], setup.Environment(null), setup.DataFolder);

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<TaskView> EndedAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var task = await gateway.Rest.SubmitAsync(new TaskSubmission { Engine = "fake", Prompt = """{"species":"lines"}""" },
            cancellationToken);
        return await gateway.Rest.EndedAsync(task.Id, cancellationToken);
    }
}
