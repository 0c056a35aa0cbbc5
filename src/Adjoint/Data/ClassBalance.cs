namespace Adjoint.Data;

/// <summary>How evenly pictures are shared out over their classes.</summary>
/// <param name="Counts">The number of pictures of each class; at least one of them is above 0.</param>
public sealed record ClassBalance(IReadOnlyList<int> Counts)
{
    /// <summary>The ratio of the largest class to the smallest from which classes count as uneven.</summary>
    public const double Uneven = 1.5;

    /// <summary>The class with the fewest pictures, the first of several.</summary>
    public int Smallest => IndexOf(Counts.Min());

    /// <summary>The class with the most pictures, the first of several.</summary>
    public int Largest => IndexOf(Counts.Max());

    /// <summary>How many times as many pictures the largest class has as the smallest: from 1 to infinity, which a class without pictures makes it.</summary>
    public double Ratio => (double)Counts[Largest] / Counts[Smallest];

    /// <summary>Whether <see cref="Ratio"/> is at least <see cref="Uneven"/>.</summary>
    public bool IsUneven => Ratio >= Uneven;

    /// <summary>The classes without pictures.</summary>
    public IReadOnlyList<int> Empty => [.. Enumerable.Range(0, Counts.Count).Where(label => Counts[label] == 0)];

    /// <summary>
    /// Weights that make every class count alike: <c>w_c = K / (M K_c)</c> for K pictures, K_c of class c, M being the number of classes that have any; 0 for a class without pictures. So the mean
    /// of all pictures' weights is 1 (King and Zeng 2001, "Logistic regression in rare events data", section 4.2, with equal shares for all classes).
    /// </summary>
    public IReadOnlyList<double> BalancedWeights
    {
        get
        {
            long all = Counts.Sum(count => (long)count);
            int present = Counts.Count(count => count > 0);
            return [.. Counts.Select(count => count == 0 ? 0 : all / ((double)present * count))];
        }
    }

    /// <summary>Counts the pictures of each class.</summary>
    /// <param name="pictures">The pictures; at least one.</param>
    /// <exception cref="ArgumentException">There is no picture.</exception>
    public static ClassBalance Of(LabelledPictures pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Count > 0
            ? new ClassBalance(pictures.CountByClass())
            : throw new ArgumentException("Classes are compared by their pictures, and there is none.", nameof(pictures));
    }

    private int IndexOf(int count) => Enumerable.Range(0, Counts.Count).First(label => Counts[label] == count);
}
