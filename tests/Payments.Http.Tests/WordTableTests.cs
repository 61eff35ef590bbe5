namespace Payments.Http.Tests;

public class WordTableTests
{
    private static readonly WordTable<int> Numbers = new() { ["one"] = 1, ["two"] = 2, ["deux"] = 2 };

    [TestCase("one", 1)]
    [TestCase("two", 2)]
    [TestCase("deux", 2)]
    public void A_word_means(string word, int expected) => Assert.Multiple(() =>
    {
        Assert.That((Numbers.TryGetValue(word, out var meaning), meaning), Is.EqualTo((true, expected)));
        Assert.That(Numbers.ContainsKey(word));
        Assert.That((Numbers[word], Numbers.GetValueOrDefault(word), Numbers.GetValueOrDefault(word, 7)), Is.EqualTo((expected, expected, expected)));
    });

    [TestCase("three")]
    [TestCase("One")]
    [TestCase("")]
    public void Another_word_means_nothing(string word) => Assert.Multiple(() =>
    {
        Assert.That((Numbers.TryGetValue(word, out var meaning), meaning), Is.EqualTo((false, 0)));
        Assert.That(Numbers.ContainsKey(word), Is.False);
        Assert.That((Numbers.GetValueOrDefault(word), Numbers.GetValueOrDefault(word, 7)), Is.EqualTo((0, 7)));
        Assert.Throws<KeyNotFoundException>(() => _ = Numbers[word]);
    });

    [Test]
    public void Its_words_and_meanings_are_there_to_look_at() => Assert.Multiple(() =>
    {
        Assert.That(Numbers.Keys, Is.EquivalentTo(new[] { "one", "two", "deux" }));
        Assert.That(Numbers.Values, Is.EquivalentTo(new[] { 1, 2, 2 }));
        Assert.That(new WordTable<int>().Values, Is.Empty);
    });

    [Test]
    public void Case_counts_unless_the_table_says_otherwise() =>
        Assert.That(new WordTable<int>(StringComparer.OrdinalIgnoreCase) { ["One"] = 1 }.GetValueOrDefault("oNE"), Is.EqualTo(1));

    [Test]
    public void Several_words_can_mean_the_same()
    {
        WordTable<char> vowels = new(StringComparer.Ordinal, ('v', "a e i o u"), ('c', string.Join(' ', "bcdfghjklmnpqrstvwxyz".ToCharArray())));
        Assert.That("aeiou".All(letter => vowels[letter.ToString()] == 'v'));
        Assert.That("bcdfghjklmnpqrstvwxyz".All(letter => vowels[letter.ToString()] == 'c'));
        Assert.That((vowels.Keys.Count, vowels.Values.Count), Is.EqualTo((26, 26)));
    }

    [Test]
    public void A_word_that_is_there_twice_is_told_when_the_table_is_made() => Assert.Multiple(() =>
    {
        var again = string.Concat("on", "e");
        Assert.That(() => new WordTable<int> { ["one"] = 1, [again] = 1 }, Throws.ArgumentException.With.Message.Contains("one"));
        Assert.That(() => new WordTable<int>(StringComparer.Ordinal, (1, "one uno"), (2, "two uno")), Throws.ArgumentException.With.Message.Contains("uno"));
        Assert.That(() => new WordTable<int>(StringComparer.OrdinalIgnoreCase) { ["one"] = 1, ["ONE"] = 1 }, Throws.ArgumentException);
    });

    [Test]
    public void A_lookup_allocates_nothing()
    {
        _ = Numbers.GetValueOrDefault("two", 0) + (Numbers.TryGetValue("four", out _) ? 1 : 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        for (var i = 0; i < 100; i++)
            sum += Numbers.GetValueOrDefault("two", 0) + (Numbers.TryGetValue("four", out _) ? 1 : 0);
        Assert.That((sum, GC.GetAllocatedBytesForCurrentThread() - before), Is.EqualTo((200, 0L)));
    }
}
