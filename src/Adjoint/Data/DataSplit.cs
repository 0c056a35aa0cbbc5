using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// A partition of numbered items into a training, a validation and a test part, drawn from a seed: the same count, fractions and
/// seed give the same parts.
/// </summary>
/// <param name="Train">The items to train on, ascending.</param>
/// <param name="Validation">The items to choose by, ascending.</param>
/// <param name="Test">The items to report on, ascending.</param>
public sealed record DataSplit(IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test)
{
    /// <summary>Splits items 0 to <paramref name="count"/> − 1 at random; what the two fractions leave is the training part.</summary>
    /// <param name="count">How many items; at least 0.</param>
    /// <param name="validation">The validation part's share, from 0 to 1, rounded to whole items.</param>
    /// <param name="test">The test part's share, likewise.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the shares are negative or more than 1 together.</exception>
    public static DataSplit Random(int count, double validation, double test, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckShares(validation, test);
        (int validationCount, int testCount) = Counts(count, validation, test);
        int[] order = new KeyedRandom(seed, "split").Permutation(count);
        return new DataSplit(Part(validationCount + testCount, count), Part(testCount, validationCount + testCount), Part(0, testCount));

        int[] Part(int start, int end)
        {
            int[] part = order[start..end];
            Array.Sort(part);
            return part;
        }
    }

    /// <summary>
    /// Splits items at random so that every class is shared out alike: of each, the two fractions of its items, rounded to whole items, go to validation and test. As long as the fractions leave
    /// anything for training, it gets an item of every class, the only one if there is one. So no part has as much as an item more or less of a class than its share.
    /// </summary>
    /// <param name="labels">The class of each item.</param>
    /// <param name="validation">The validation part's share, from 0 to 1.</param>
    /// <param name="test">The test part's share, likewise.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shares are negative or more than 1 together.</exception>
    public static DataSplit Stratified(IReadOnlyList<int> labels, double validation, double test, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        CheckShares(validation, test);
        List<int> train = [], validations = [], tests = [];
        foreach (IGrouping<int, int> items in Enumerable.Range(0, labels.Count).GroupBy(item => labels[item]))
        {
            int[] order = [.. items];
            new KeyedRandom(seed, "stratified split", items.Key).Shuffle<int>(order);
            (int validationCount, int testCount) = Counts(order.Length, validation, test);
            if (validationCount + testCount == order.Length && validation + test < 1)
            {
                // One goes back from the part that was rounded up by more.
                bool fromTest = testCount > 0 && testCount - (order.Length * test) > validationCount - (order.Length * validation);
                (validationCount, testCount) = fromTest ? (validationCount, testCount - 1) : (validationCount - 1, testCount);
            }

            tests.AddRange(order[..testCount]);
            validations.AddRange(order[testCount..(testCount + validationCount)]);
            train.AddRange(order[(testCount + validationCount)..]);
        }

        return new DataSplit([.. train.Order()], [.. validations.Order()], [.. tests.Order()]);
    }

    /// <summary>The items of one part.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="items">All items, as many as were split.</param>
    /// <param name="part"><see cref="Train"/>, <see cref="Validation"/> or <see cref="Test"/>.</param>
    public static IReadOnlyList<T> Select<T>(IReadOnlyList<T> items, IReadOnlyList<int> part)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(part);
        return [.. part.Select(index => items[index])];
    }

    private static void CheckShares(double validation, double test)
    {
        if (!(validation >= 0 && test >= 0 && validation + test <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validation), $"The shares of validation and test are at least 0 and at most 1 together, not {validation} and {test}.");
        }
    }

    private static (int Validation, int Test) Counts(int count, double validation, double test)
    {
        int validationCount = (int)Math.Round(count * validation, MidpointRounding.AwayFromZero);
        return (validationCount, Math.Min((int)Math.Round(count * test, MidpointRounding.AwayFromZero), count - validationCount));
    }
}
