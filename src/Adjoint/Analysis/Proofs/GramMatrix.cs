namespace Adjoint.Analysis.Proofs;

/// <summary>Matrices of quadratic forms in products, from polynomials.</summary>
internal static class GramMatrix
{
    /// <summary>The highest degree that is tried.</summary>
    public const int HighestDegree = 6;

    /// <summary>
    /// The matrix G with hᵀ∇²f(x)h = zᵀGz, z being products of an entry of h with entries of x. Where a product of x can be split between two entries of z in several ways, each way gets an equal share.
    /// </summary>
    /// <param name="terms">f: the atoms of each term, each as often as its power says, two at least, and its coefficient.</param>
    /// <param name="most">The most rows.</param>
    /// <returns>The matrix; nothing if it were larger.</returns>
    public static Rational[,]? OfHessian(IReadOnlyList<(IReadOnlyList<int> Atoms, Rational Coefficient)> terms, int most)
    {
        Dictionary<string, int> places = [];
        Dictionary<(int, int), Rational> form = [];
        foreach ((IReadOnlyList<int> atoms, Rational coefficient) in terms)
        {
            int[] rest = new int[atoms.Count - 2];
            int ways = 1 << rest.Length, half = rest.Length / 2;
            Rational share = coefficient / Rational.Of(Enumerable.Range(0, ways).Count(way => int.PopCount(way) == half) * 2);
            for (int first = 0; first < atoms.Count; first++)
            {
                for (int second = 0; second < atoms.Count; second++)
                {
                    if (first == second)
                    {
                        continue;
                    }

                    rest = [.. atoms.Where((_, place) => place != first && place != second)];
                    for (int way = 0; way < ways; way++)
                    {
                        if (int.PopCount(way) == half)
                        {
                            int left = Place(atoms[first], way), right = Place(atoms[second], ~way);
                            form[(left, right)] = form.GetValueOrDefault((left, right)) + share;
                            form[(right, left)] = form.GetValueOrDefault((right, left)) + share;
                        }
                    }

                    if (places.Count > most)
                    {
                        return null;
                    }
                }
            }

            int Place(int direction, int way)
            {
                string key = $"{direction}:{string.Join(' ', rest.Where((_, i) => (way >> i & 1) == 1).Order())}";
                places.TryAdd(key, places.Count);
                return places[key];
            }
        }

        return Matrix(form, places.Count);
    }

    /// <summary>The matrix of a polynomial of degree two in (1, x), which is nowhere negative if and only if that is positive semidefinite; nothing if its degree is higher.</summary>
    /// <param name="terms">The atoms of each term and its coefficient.</param>
    /// <param name="most">The most rows.</param>
    public static Rational[,]? OfValue(IReadOnlyList<(IReadOnlyList<int> Atoms, Rational Coefficient)> terms, int most)
    {
        Dictionary<int, int> places = new() { [-1] = 0 };
        Dictionary<(int, int), Rational> form = [];
        foreach ((IReadOnlyList<int> atoms, Rational coefficient) in terms)
        {
            int[] pair = [.. atoms, .. Enumerable.Repeat(-1, Math.Max(0, 2 - atoms.Count))];
            foreach (int atom in pair)
            {
                places.TryAdd(atom, places.Count);
            }

            if (pair.Length > 2 || places.Count > most)
            {
                return null;
            }

            (int left, int right, Rational half) = (places[pair[0]], places[pair[1]], coefficient / Rational.Of(2));
            form[(left, right)] = form.GetValueOrDefault((left, right)) + half;
            form[(right, left)] = form.GetValueOrDefault((right, left)) + half;
        }

        return Matrix(form, places.Count);
    }

    private static Rational[,] Matrix(Dictionary<(int Row, int Column), Rational> form, int size)
    {
        Rational[,] matrix = new Rational[size, size];
        foreach (((int row, int column), Rational value) in form)
        {
            matrix[row, column] = value;
        }

        return matrix;
    }
}
