using Microsoft.Extensions.DependencyInjection;

namespace Payments.Security.Tests.Audit;

internal sealed class AuditTrailTests
{
    private static SecuredHost NewHost(params PaymentAction[] allowed) => new(builder => builder
        .AddAuditLog(options => (options.Key, options.CheckpointEvery) = (AuditSamples.Secret, 5))
        .AddAccessPolicy(options =>
        {
            foreach (var action in allowed)
                options.AllowRoles(action, "support");
        }));

    [Test]
    public async Task Reading_is_allowed_and_written_down()
    {
        await using var host = NewHost(PaymentAction.ReadAudit);
        await host.PayAsync();
        List<AuditRecord> read = [];
        await foreach (var record in host.Services.GetRequiredService<AuditTrail>().ReadAsync())
            read.Add(record);
        Assert.That(read.Select(record => (record.Entry.Kind, record.Entry.Action)), Is.EqualTo(new[]
        {
            (AuditEntryKind.Intent, PaymentAction.Create), (AuditEntryKind.Outcome, PaymentAction.Create), (AuditEntryKind.Intent, PaymentAction.ReadAudit),
            (AuditEntryKind.Outcome, PaymentAction.ReadAudit),
        }));
    }

    [Test]
    public async Task What_is_not_allowed_is_refused_and_written_down()
    {
        await using var host = NewHost(PaymentAction.ReadAudit);
        var trail = host.Services.GetRequiredService<AuditTrail>();
        using var file = new MemoryStream();
        Assert.That(async () => await trail.ExportAsync(file), Throws.InstanceOf<PaymentAccessDeniedException>());
        Assert.That(async () => await trail.RemoveAsync(DateTimeOffset.MaxValue), Throws.InstanceOf<PaymentAccessDeniedException>());
        Assert.That(file.Length, Is.Zero);
        Assert.That(host.Entries.Where(entry => entry.Kind is AuditEntryKind.Outcome).Select(entry => entry.Result), Is.EqualTo([AuditResult.Denied, AuditResult.Denied]));
    }

    [Test]
    public async Task An_export_verifies_as_a_whole_and_as_a_part()
    {
        await using var host = NewHost(PaymentAction.Export);
        for (var i = 0; i < 5; i++)
            await host.PayAsync(order: $"Order-100{i}");
        var trail = host.Services.GetRequiredService<AuditTrail>();
        using MemoryStream whole = new(), part = new();
        await trail.ExportAsync(whole);
        await trail.ExportAsync(part, 4);
        (whole.Position, part.Position) = (0, 0);
        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(whole)).IsIntact, Is.True);
        Assert.That((await new AuditVerifier([AuditSamples.Secret], isPart: true).VerifyAsync(part)).First, Is.EqualTo(4));
        part.Position = 0;
        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(part)).IsIntact, Is.False);
    }

    [Test]
    public async Task What_is_left_after_a_removal_verifies_and_nobody_else_can_remove_more()
    {
        await using var host = NewHost(PaymentAction.RemoveAudit);
        for (var i = 0; i < 10; i++)
        {
            await host.PayAsync(order: $"Order-100{i}");
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var first = await host.Services.GetRequiredService<AuditTrail>().RemoveAsync(host.Time.GetUtcNow().AddMinutes(-4));
        var verifier = new AuditVerifier([AuditSamples.Secret]);
        var found = await verifier.VerifyAsync(host.Store);
        Assert.That(found.IsIntact, Is.True, () => string.Join(", ", found.Problems));
        Assert.That((found.First, host.Store.Lines[0].Sequence), Is.EqualTo((first, first)));
        Assert.That(first, Is.GreaterThan(1));

        // A later checkpoint is no beginning that somebody was allowed to make.
        var later = host.Store.Lines.FindIndex(1, line => AuditRecord.Of(line.Text)!.Entry.Kind is AuditEntryKind.Checkpoint);
        host.Store.Lines.RemoveRange(0, later);
        Assert.That((await verifier.VerifyAsync(host.Store)).Problems.Single().Kind, Is.EqualTo(AuditProblemKind.MissingBeginning));
    }

    [Test]
    public async Task A_removal_that_anybody_could_have_written_allows_nothing()
    {
        var (key, store) = (AuditSamples.Signing, new LineStore());
        await using (var log = AuditSamples.Log(store, key, configure: options => options.CheckpointEvery = 3))
        {
            for (var i = 0; i < 7; i++)
                await log.AppendAsync(AuditSamples.Intent(i));
        }

        var forged = new AuditLineWriter(AuditSamples.NewEcdsa()).Write(
            new AuditEntry { Kind = AuditEntryKind.Removal, Action = PaymentAction.RemoveAudit, RemovedBefore = 4 }, store.Lines[^1].Sequence + 1,
            AuditLineFormat.HashOf(store.Lines[^1].Text), AuditSamples.Start);
        store.Lines.Add(forged);
        store.Lines.RemoveRange(0, 3);
        Assert.That((await new AuditVerifier([key]).VerifyAsync(store)).Problems.Single().Kind, Is.EqualTo(AuditProblemKind.MissingBeginning));
    }
}
