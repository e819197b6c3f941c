using System.Text.Json;
using Ccsp.Gateway.LegacyRedisApi;
using Xunit;

namespace Ccsp.Tests.LegacyRedisApi;

public abstract partial class LegacyRedisApiConformance
{
    [Fact(Timeout = 240_000)]
    public async Task An_owed_answer_that_no_list_can_take_is_put_aside_and_those_beside_it_are_given()
    {
        await MakeHashAsync("own");
        await MakeHashAsync("ccsp:responses:ccla");
        await SendAsync("""{ "requestId": "bad", "fromAgent": "ccla", "type": "t", "prompt": "p", "replyTo": "own" }""");
        await _submitter.TakeAsync(Stop);
        await WorkAsync();
        await SendAsync("""{ "requestId": "half", "fromAgent": "ccla", "type": "t", "prompt": "p" }""");
        await _submitter.TakeAsync(Stop);
        await WorkAsync();
        await _answers.GiveAllAsync(Stop);
        using var answer = JsonDocument.Parse((string)(await PopAsync("ccsp:response:ccla"))!);
        Assert.Equal("half", Text(answer, "requestId"));
        var aside = (string)(await PopAsync("ccsp:requests:rejected"))! + (string)(await PopAsync("ccsp:requests:rejected"))!;
        foreach (var word in new[] { "own", "bad", "ccsp:responses:ccla", "half", "Done." })
            Assert.Contains(word, aside, StringComparison.Ordinal);
        Assert.Equal(0, await _open.CountAsync(Stop));
    }

    [Fact(Timeout = 240_000)]
    public async Task However_many_answers_are_owed_they_are_looked_at_a_page_at_a_time()
    {
        var longAgo = TimeProvider.System.GetUtcNow().AddHours(-1);
        var ids = Enumerable.Range(0, 2_000).Select(i => $"never-accepted-{i:0000}").ToList();
        var from = new ReturnAddress("r-1", "ccla", null, null);
        await Task.WhenAll(ids.Select(id => _open.OweAsync(id, new OpenRequest(from, "ticket", longAgo), Stop)));
        List<int> pages = [];
        List<string> seen = [];
        await foreach (var page in _open.OwedPagesAsync(Stop))
        {
            pages.Add(page.Count);
            seen.AddRange(page.Select(owed => owed.TaskId));
        }

        Assert.All(pages, count => Assert.InRange(count, 0, 1_000));
        Assert.Equal(ids, seen.Distinct().Order(StringComparer.Ordinal));
        await _answers.GiveAllAsync(Stop);
        Assert.Equal(0, await _open.CountAsync(Stop));
    }

    [Fact(Timeout = 240_000)]
    public async Task The_list_nobody_reads_keeps_its_newest_answers_and_the_one_that_is_read_keeps_all()
    {
        var from = new ReturnAddress("r", "ccla", null, null);
        for (var i = 0; i < 130; i++)
        {
            await _lists.AnswerAsync(from, NewId(), AnswerWriter.Refusal(from, $"number {i}", TimeProvider.System.GetUtcNow()), Stop);
            await PopAsync("ccsp:response:ccla");
        }

        Assert.Equal(100, await LengthAsync("ccsp:responses:ccla"));
        using (var newest = JsonDocument.Parse(
            (string)(await _link.ReadAsync(db => db.ListGetByIndexAsync("ccsp:responses:ccla", 0), Stop))!))
            Assert.Equal("number 129", Text(newest, "error"));
        for (var i = 0; i < 150; i++)
            await _lists.AnswerAsync(from, NewId(), AnswerWriter.Refusal(from, $"number {i}", TimeProvider.System.GetUtcNow()), Stop);
        Assert.Equal(150, await LengthAsync("ccsp:response:ccla"));
    }

    [Fact(Timeout = 240_000)]
    public async Task An_answer_nobody_has_read_for_an_hour_goes_though_newer_ones_came()
    {
        var (from, now) = (new ReturnAddress("r", "ccla", null, null), TimeProvider.System.GetUtcNow());
        await _lists.AnswerAsync(from, NewId(), AnswerWriter.Refusal(from, "old", now.AddMinutes(-61)), Stop);
        await _lists.AnswerAsync(from, NewId(), AnswerWriter.Refusal(from, "new", now), Stop);
        Assert.Equal(1, await LengthAsync("ccsp:responses:ccla"));
    }
}
