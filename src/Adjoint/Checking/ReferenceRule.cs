using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>A primitive by its reference rule alone.</summary>
internal static class ReferenceRule
{
    public static Tensor<double> Apply(Primitive primitive, params IReadOnlyList<Tensor<double>> arguments)
    {
        Tensor<double> result = new(primitive.ResultShape([.. arguments.Select(argument => argument.Shape)]));
        primitive.Reference(arguments, result);
        return result;
    }

    public static Func<Tensor<double>[], Tensor<double>> Of(Primitive primitive) => arguments => Apply(primitive, arguments);

    /// <summary>The largest singular value, from below, of the linear map in one argument: power iteration on its matrix.</summary>
    public static double Norm(Primitive primitive, int argument, IReadOnlyList<Tensor<double>> arguments, Random random)
    {
        // A sum is linear in its arguments together; in one alone it is linear where the others are zero.
        Tensor<double>[] values = [.. arguments.Select((value, i) => primitive.IsJointlyLinear && i != argument ? new Tensor<double>(value.Shape) : value)];
        Tensor<double> basis = new(arguments[argument].Shape);
        values[argument] = basis;
        Tensor<double>[] columns = [.. Enumerable.Range(0, basis.Span.Length).Select(entry =>
        {
            basis.Span.Clear();
            basis.Span[entry] = 1;
            return Apply(primitive, values);
        })];
        double[] vector = [.. columns.Select(_ => random.NextDouble() - 0.5)];
        double norm = 0;
        for (int round = 0; round < 30; round++)
        {
            double length = Math.Sqrt(vector.Sum(entry => entry * entry));
            if (length == 0)
            {
                break;
            }

            Tensor<double> image = new(columns[0].Shape);
            for (int column = 0; column < columns.Length; column++)
            {
                image = Entries.Combine(1, image, vector[column] / length, columns[column]);
            }

            norm = Entries.Norm(image);
            vector = [.. columns.Select(column => Entries.Dot(column, image))];
        }

        return norm;
    }
}
