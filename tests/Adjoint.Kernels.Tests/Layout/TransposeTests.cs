using System.Numerics;
using Tested = Adjoint.Kernels.Layout.MemoryLayout;

namespace Adjoint.Kernels.Tests.Layout;

public class TransposeTests
{
    [Fact]
    public void Matrices_of_floats_are_transposed() => Transposes<float>();

    [Fact]
    public void Matrices_of_doubles_are_transposed() => Transposes<double>();

    private static void Transposes<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int rows = 0; rows < 70; rows++)
            foreach (int columns in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 64, 100 })
            {
                int outer = 1 + (rows % 3);
                string about = $"{outer} x {rows} x {columns} {typeof(T).Name}";
                T[] source = Numbers.Some<T>(outer * rows * columns, rows);
                for (int i = 0; i < source.Length; i++) source[i] = T.CreateChecked(i);
                var expected = new T[source.Length];
                for (int o = 0; o < outer; o++)
                    for (int r = 0; r < rows; r++)
                        for (int c = 0; c < columns; c++)
                            expected[(((o * columns) + c) * rows) + r] = source[(((o * rows) + r) * columns) + c];
                var result = new Guarded<T>(source.Length);
                Tested.Transpose(outer, rows, columns, source, result.Span);
                result.Check(about);
                Numbers.SameBits<T>(expected, result.Span, about);
                var back = new Guarded<T>(source.Length);
                Tested.Transpose<T>(outer, columns, rows, result.Span, back.Span);
                back.Check(about);
                Numbers.SameBits<T>(source, back.Span, about + " and back");
            }
    }
}
