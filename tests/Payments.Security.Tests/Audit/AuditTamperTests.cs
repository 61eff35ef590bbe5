using System.Text;

namespace Payments.Security.Tests.Audit;

/// <summary>What somebody can do who may write to the store. Each is found, or needs the anchor, as the README says.</summary>
internal sealed class AuditTamperTests
{
    private static AuditKey Ecdsa => AuditSamples.Signing;

    private static AuditKey[] Keys => [AuditSamples.Secret, Ecdsa];

    [TestCaseSource(nameof(Keys))]
    public async Task An_untouched_log_is_intact(AuditKey key)
    {
        var found = await AuditSamples.VerifyAsync(await AuditSamples.LinesAsync(10, key), key);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.IsIntact, Is.True, () => string.Join(", ", found.Problems));
            Assert.That((found.Entries, found.First, found.Last), Is.EqualTo((12, 1, 12)));
            Assert.That(found.LastCheckpoint!.Sequence, Is.EqualTo(10));
            Assert.That(found.ProtectedTo, Is.EqualTo(key.ProtectsEntries ? 12 : 10));
            Assert.That(found.IsTornAtEnd, Is.False);
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_change_of_any_byte_is_found(AuditKey key)
    {
        var file = AuditSamples.File(await AuditSamples.LinesAsync(5, key)).ToArray();
        List<int> missed = [];
        for (var i = 0; i < file.Length; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x20, 0x80 })
            {
                var tampered = (byte[])file.Clone();
                tampered[i] ^= flip;
                if ((await new AuditVerifier([key]).VerifyAsync(new MemoryStream(tampered))).IsIntact)
                    missed.Add(i);
            }
        }

        Assert.That(missed, Is.Empty, () => Encoding.ASCII.GetString(file, missed[0], Math.Min(80, file.Length - missed[0])));
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_byte_more_or_less_is_found(AuditKey key)
    {
        var file = AuditSamples.File(await AuditSamples.LinesAsync(3, key)).ToArray();
        for (var i = 0; i < file.Length; i++)
        {
            byte[] without = [.. file[..i], .. file[(i + 1)..]], with = [.. file[..i], (byte)' ', .. file[i..]];
            var found = await new AuditVerifier([key]).VerifyAsync(new MemoryStream(without));
            Assert.That(found.IsIntact && !found.IsTornAtEnd, Is.False, $"Without byte {i}.");
            Assert.That((await new AuditVerifier([key]).VerifyAsync(new MemoryStream(with))).IsIntact, Is.False, $"With a blank before byte {i}.");
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_row_that_is_deleted_is_found_and_named(AuditKey key)
    {
        var lines = await AuditSamples.LinesAsync(10, key);
        for (var i = 0; i < lines.Count - 1; i++)
        {
            var found = await AuditSamples.VerifyAsync(lines.Where((_, index) => index != i), key);
            Assert.That(found.Problems[0], Is.EqualTo(i == 0
                ? new AuditProblem(2, 1, AuditProblemKind.MissingBeginning)
                : new AuditProblem(i + 2, i + 1, AuditProblemKind.Missing)));
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_row_that_stands_twice_or_elsewhere_is_found(AuditKey key)
    {
        var lines = await AuditSamples.LinesAsync(10, key);
        for (var i = 0; i < lines.Count; i++)
        {
            var twice = lines.ToList();
            twice.Insert(i, lines[i]);
            Assert.That((await AuditSamples.VerifyAsync(twice, key)).Problems[0], Is.EqualTo(new AuditProblem(i + 1, i + 2, AuditProblemKind.OutOfOrder)));
            for (var j = i + 1; j < lines.Count; j++)
            {
                var swapped = lines.ToList();
                (swapped[i], swapped[j]) = (lines[j], lines[i]);
                Assert.That((await AuditSamples.VerifyAsync(swapped, key)).IsIntact, Is.False, $"{i} and {j}");
            }
        }
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_row_that_is_renumbered_is_found(AuditKey key)
    {
        var lines = await AuditSamples.LinesAsync(6, key);
        for (var i = 0; i < lines.Count; i++)
        {
            var store = new LineStore([.. lines.Select((line, index) => new AuditLine(index + 1, line))]);
            store.Lines[i] = store.Lines[i] with { Sequence = 77 };
            Assert.That((await new AuditVerifier([key]).VerifyAsync(store)).Problems, Does.Contain(new AuditProblem(i + 1, i + 1, AuditProblemKind.Renumbered)));
        }
    }

    // Only something outside of the store can know that there was more: this needs the anchor.
    [TestCaseSource(nameof(Keys))]
    public async Task A_tail_that_is_cut_off_is_found_with_a_checkpoint_kept_elsewhere(AuditKey key)
    {
        var lines = await AuditSamples.LinesAsync(11, key);
        var anchor = AuditCheckpoint.Parse(lines[9]);
        for (var left = 0; left < lines.Count; left++)
        {
            var cut = lines.Take(left).ToList();
            Assert.That((await AuditSamples.VerifyAsync(cut, key)).IsIntact, Is.True);
            var found = await AuditSamples.VerifyAsync(cut, key, anchor);
            Assert.That(found.Problems, left < 10 ? Is.EqualTo([new AuditProblem(10, 0, AuditProblemKind.CutOff)]) : Is.Empty);
        }
    }

    [Test]
    public async Task A_chain_that_is_made_anew_without_the_secret_is_found()
    {
        var lines = await AuditSamples.LinesAsync(8);
        var forged = AuditSamples.Rebuild(lines, AuditKey.FromSecret("a1", new byte[32]), entry => entry with { OrderId = "A-1" });
        var found = await AuditSamples.VerifyAsync(forged);
        Assert.That(found.Problems.Select(problem => problem.Kind), Has.All.EqualTo(AuditProblemKind.Changed));
        Assert.That(found.ProblemCount, Is.EqualTo(forged.Count));
    }

    [Test]
    public async Task A_chain_that_is_made_anew_without_the_signing_key_is_found_up_to_the_last_checkpoint()
    {
        var lines = await AuditSamples.LinesAsync(10, Ecdsa);
        var forged = AuditSamples.Rebuild(lines, AuditSamples.NewEcdsa(), entry => entry with { OrderId = "A-1" });
        var found = await AuditSamples.VerifyAsync(forged, Ecdsa);
        Assert.That(found.Problems, Is.EqualTo(new[] { 5L, 10L }.Select(number => new AuditProblem(number, number, AuditProblemKind.BadSignature))));
        Assert.That(found.ProtectedTo, Is.Zero);

        // Signatures that are kept do not fit the new content.
        var kept = forged.Select((line, i) => i is 4 or 9 ? lines[i] : line);
        Assert.That((await AuditSamples.VerifyAsync(kept, Ecdsa)).Problems[0], Is.EqualTo(new AuditProblem(5, 5, AuditProblemKind.BrokenLink)));
    }

    // Plain hashes after the last signature are anybody's to make: the verifier says how far the protection reaches.
    [Test]
    public async Task What_comes_after_the_last_signed_checkpoint_is_told_to_be_unprotected()
    {
        var lines = await AuditSamples.LinesAsync(6, Ecdsa);
        var last = new AuditLineWriter(AuditSamples.NewEcdsa()).Write(AuditSamples.Intent() with { OrderId = "A-1" }, 7, AuditLineFormat.HashOf(lines[5]), AuditSamples.Start);
        var found = await AuditSamples.VerifyAsync([.. lines.Take(6), last.Text], Ecdsa);
        Assert.That((found.IsIntact, found.ProtectedTo, found.Last), Is.EqualTo((true, 5, 7)));
    }

    [TestCaseSource(nameof(Keys))]
    public async Task A_log_that_is_replaced_by_another_genuine_one_is_found_with_the_anchor(AuditKey key)
    {
        var anchor = AuditCheckpoint.Parse((await AuditSamples.LinesAsync(6, key))[4]);
        var other = AuditSamples.Rebuild(await AuditSamples.LinesAsync(6, key), key, entry => entry with { OrderId = "A-1" });
        Assert.That((await AuditSamples.VerifyAsync(other, key)).IsIntact, Is.True);
        Assert.That((await AuditSamples.VerifyAsync(other, key, anchor)).Problems, Is.EqualTo([new AuditProblem(5, 5, AuditProblemKind.NotTheAnchor)]));
    }

    [Test]
    public async Task An_entry_under_a_key_that_nobody_named_is_found() => Assert.That(
        (await AuditSamples.VerifyAsync(await AuditSamples.LinesAsync(2), Ecdsa)).Problems.Select(problem => problem.Kind), Has.All.EqualTo(AuditProblemKind.UnknownKey));

    [Test]
    public async Task A_key_may_change_on_the_way()
    {
        var store = new InMemoryAuditStore();
        await using (var before = AuditSamples.Log(store, Ecdsa))
            await before.AppendAsync(AuditSamples.Intent());
        await using (var after = AuditSamples.Log(store))
            await after.AppendAsync(AuditSamples.Intent());
        Assert.That((await new AuditVerifier(Keys).VerifyAsync(store)).IsIntact, Is.True);
    }

    [Test]
    public async Task Any_bytes_are_read_in_bounded_memory()
    {
        var random = new byte[200_000];
        new Random(7).NextBytes(random);
        Assert.That((await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(new MemoryStream(random))).IsIntact, Is.False);
        var endless = await new AuditVerifier([AuditSamples.Secret]).VerifyAsync(new MemoryStream(new byte[5_000_000]));
        Assert.That((endless.IsIntact, endless.Problems.Count), Is.EqualTo((false, 100)));
    }
}
